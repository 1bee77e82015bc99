import { Origin } from '@candor/core/conversations';
import { importTickets, Ticket, TicketTransition } from '@candor/core/tickets';
import type { Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import type { Incident } from './incident-batches.js';
import type { RejectedRow } from './incident-row.js';
import { SERVICENOW, ticketOf } from './incident-ticket.js';
import { partiesOf } from './parties.js';

export interface Outcome {
  readonly imported: readonly Incident[];
  /** Here already, with the same updates. */
  readonly here: readonly Incident[];
  /** The rows of incidents that are here with other updates. */
  readonly rejected: readonly RejectedRow[];
}

/** Of two imports at once the later one fails on what the earlier one has added; it finds that when it tries again. */
const ATTEMPTS = 5;
/** PostgreSQL's codes for a key that is taken, a conflict, a deadlock and a lock that did not come. */
const PASSING = new Set(['23505', '40001', '40P01', '55P03']);

class Overtaken extends Error {}

/** Takes over some incidents in one transaction: all that are new, or none if it fails. A dry run only looks. */
export async function takeOver(
  services: Services,
  incidents: readonly Incident[],
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await services.command((tx) => takeOverIn(tx, incidents, isDryRun), { origin: 'import' });
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
    }
  }
}

async function takeOverIn(tx: Tx, incidents: readonly Incident[], isDryRun: boolean): Promise<Outcome> {
  const known = await updatesHere(tx, incidents);
  const imported = incidents.filter(({ number }) => !known.has(number));
  const here = incidents.filter((incident) => known.get(incident.number) === updatesOf(incident));
  const others = incidents.filter((incident) => !imported.includes(incident) && !here.includes(incident));
  if (imported.length > 0 && !isDryRun) {
    // New parties go in together and not one by one: nothing here looks for what it has just added.
    tx.em.setFlushMode('commit');
    const parties = await partiesOf(tx, imported);
    // The tickets are written past the unit of work, so what they point to has to be there before.
    await tx.em.flush();
    const { known: overtaken } = await importTickets(
      tx,
      imported.map((incident) => ticketOf(incident, parties)),
    );
    if (overtaken > 0) throw new Overtaken('another import was faster');
  }
  return { imported, here, rejected: others.flatMap(rejectedOf) };
}

/** What is here of the incidents, by number: the instants of all updates, in their order, as one text. */
async function updatesHere(tx: Tx, incidents: readonly Incident[]): Promise<Map<string, string>> {
  const numbers = incidents.map(({ number }) => number);
  const tickets = await tx.em.find(
    Ticket,
    { externalSystem: SERVICENOW, externalId: { $in: numbers } },
    { fields: ['externalId'] },
  );
  if (tickets.length === 0) return new Map();
  const updates = await tx.em.find(
    TicketTransition,
    { ticket: { $in: tickets.map(({ id }) => id) }, isFirstOfUpdate: true, origin: Origin.IMPORT },
    { fields: ['ticket', 'at'], orderBy: { updateNumber: 'asc' } },
  );
  const byTicket = Map.groupBy(updates, (update) => update.ticket.id);
  return new Map(
    tickets.map(({ id, externalId }) => [
      externalId!,
      inOneText(byTicket.get(id)?.map(({ at }) => at) ?? []),
    ]),
  );
}

function updatesOf({ rows }: Incident): string {
  return inOneText(rows.map(({ updatedAt }) => updatedAt));
}

function inOneText(instants: readonly Date[]): string {
  return instants.map((instant) => instant.getTime()).join();
}

/** A history is taken over once and as a whole: nothing is put into it later, for people may have worked on it since. */
function rejectedOf({ number, rows }: Incident): RejectedRow[] {
  const reason = `${number} is here already with other updates, or its rows do not follow each other`;
  return rows.map(({ line, raw }) => ({ line, raw, reason }));
}

function isPassing(error: unknown): boolean {
  if (error instanceof Overtaken) return true;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return PASSING.has(String(code)) || (cause instanceof Error && isPassing(cause));
}
