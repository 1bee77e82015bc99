import { createHash } from 'node:crypto';
import { customersByExternalId, upsertCustomer } from '@candor/core/customers';
import { createDepartment, createStaffMember, Department, StaffMember } from '@candor/core/people';
import type { Tx } from '@candor/kernel/database';
import { foreignId } from '@candor/kernel/identity';
import type { Incident } from './incident-batches.js';
import { channelOf, first, type Parties, SERVICENOW } from './incident-ticket.js';

/**
 * The customers, departments and staff whom some incidents name; whoever is not here yet is added. Nobody who is
 * here is changed, whatever the log says. Locks the external ids of new customers.
 */
export async function partiesOf(tx: Tx, incidents: readonly Incident[]): Promise<Parties> {
  const rows = incidents.flatMap((incident) => incident.rows);
  const customers = await customersOf(tx, incidents);
  const departments = await departmentsOf(tx, named(rows.map((row) => row.group)));
  const staff = await staffOf(tx, named(rows.flatMap((row) => [row.assignedTo, row.resolvedBy])));
  return {
    customerOf: (incident) => customers.get(callerOf(incident).id)!,
    department: (group) => departments.get(departmentKey(group))!,
    staffMember: (name) => staff.get(name)!,
  };
}

/** In the order of the alphabet: two imports at once take their locks in the same order. */
function named(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))].sort();
}

/** Callers whom the log does not know are each a customer of their own: nobody says that they are the same. */
function callerOf({ number, rows }: Incident): { id: string; name: string } {
  const caller = first(rows, (row) => row.caller);
  return caller
    ? { id: caller, name: caller }
    : { id: `caller of ${number}`, name: `Unknown caller of ${number}` };
}

async function customersOf(tx: Tx, incidents: readonly Incident[]): Promise<Map<string, string>> {
  const callers = new Map(incidents.map((incident) => [callerOf(incident).id, incident]));
  const found = await customersByExternalId(tx, SERVICENOW, [...callers.keys()]);
  for (const id of named([...callers.keys()])) {
    if (found.has(id)) continue;
    const incident = callers.get(id)!;
    const since = first(incident.rows, (row) => row.openedAt) ?? incident.rows[0]!.updatedAt;
    const { name } = callerOf(incident);
    const customer = await upsertCustomer(
      tx,
      {
        externalId: { system: SERVICENOW, value: id },
        name,
        source: { channel: channelOf(incident), collectedAt: new Date(Math.min(+since, +tx.now)) },
      },
      { createdAt: since },
    );
    found.set(id, customer.id);
  }
  return found;
}

/** A department that has the key already is taken for the group: companies name the same thing the same. */
async function departmentsOf(tx: Tx, groups: readonly string[]): Promise<Map<string, string>> {
  const names = new Map(groups.map((group) => [departmentKey(group), group]));
  const here = await tx.em.find(Department, { key: { $in: [...names.keys()] } });
  const found = new Map(here.map(({ key, id }) => [key, id]));
  for (const [key, name] of names) {
    if (found.has(key)) continue;
    found.set(key, (await createDepartment(tx, { key, name: [{ locale: 'en', text: name }] })).id);
  }
  return found;
}

/** `Group 70` is `group-70`. A name that letters and digits cannot tell from another gets a mark of its own. */
export function departmentKey(group: string): string {
  const key = group
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const isFaithful =
    key.length <= 50 && /^[a-z]/.test(key) && key === group.toLowerCase().replaceAll(' ', '-');
  if (isFaithful) return key;
  const mark = createHash('sha256').update(group).digest('hex').slice(0, 8);
  return `${`group-${key}`.slice(0, 40).replace(/-+$/, '')}-${mark}`;
}

/**
 * People of the log are known by name only, so they are found again by the log as the place that knows them.
 * They are not active: nobody has said that they still work here, and nobody is given work through a log.
 */
async function staffOf(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  const identities = new Map(names.map((name) => [foreignId(SERVICENOW, name), name]));
  const here = await tx.em.find(StaffMember, { identity: { $in: [...identities.keys()] } });
  const found = new Map(here.map((member) => [identities.get(member.identity!)!, member.id]));
  for (const name of names) {
    if (found.has(name)) continue;
    const identity = { issuer: SERVICENOW, subject: name };
    const member = await createStaffMember(tx, { name, roles: [], identity });
    member.isActive = false;
    found.set(name, member.id);
  }
  return found;
}
