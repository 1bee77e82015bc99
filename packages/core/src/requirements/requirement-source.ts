import type { Tx } from '@candor/kernel/database';
import { Message } from '../conversations/index.js';
import { Feedback } from '../feedback/index.js';
import { Ticket } from '../tickets/index.js';
import type { Requirement } from './requirement.js';
import { RequirementLink } from './requirement-link.js';

interface Source {
  readonly sourceKind: string;
  readonly sourceId: string;
}

/** What a source links a requirement to. */
interface Asking {
  readonly ticket: Ticket | null;
  readonly feedback: Feedback | null;
}

const FIELD = ['sourceId'];

/** Looks a source up, where it is a record of ours. One that the actor may not see is not found. */
export async function seeSource(tx: Tx, { sourceKind, sourceId }: Source): Promise<Asking> {
  switch (sourceKind) {
    case 'ticket':
      return { ticket: await tx.see(Ticket, sourceId, FIELD), feedback: null };
    case 'feedback':
      return { ticket: null, feedback: await tx.see(Feedback, sourceId, FIELD) };
    case 'message': {
      const { conversation } = await tx.see(Message, sourceId, FIELD);
      return { ticket: await tx.em.findOne(Ticket, { conversation }), feedback: null };
    }
    default:
      // Forms, studies and what plugins bring are known by their references alone.
      return { ticket: null, feedback: null };
  }
}

/** Whether a requirement came from a record: captured from it, or linked to it. */
export async function comesFrom(
  tx: Tx,
  requirement: Requirement,
  { sourceKind, sourceId }: Source,
): Promise<boolean> {
  if (requirement.sourceKind === sourceKind && requirement.sourceId === sourceId) return true;
  const asking = await seeSource(tx, { sourceKind, sourceId });
  const by = asking.ticket ? { ticket: asking.ticket.id } : { feedback: asking.feedback?.id ?? null };
  if (!asking.ticket && !asking.feedback) return false;
  return (await tx.em.count(RequirementLink, { requirement: requirement.id, ...by })) > 0;
}
