import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Department, StaffMember } from '../people/index.js';
import { Ticket } from './ticket.js';
import { type Change, departmentChange, reasonOf, recordUpdate } from './ticket-changes.js';
import type { AssignTicketInput, SetPrimaryContactInput } from './ticket-inputs.js';
import { TicketTransitionKind } from './transition-kind.js';

/**
 * Gives a ticket to a department, to a person, or both. Another department is a hand-off, after which the
 * person goes on only as a member of it. Locks the ticket. Changes nothing where nothing differs.
 */
export async function assignTicket(tx: Tx, input: AssignTicketInput): Promise<Ticket> {
  const ticket = await tx.get(Ticket, input.ticketId, { field: ['ticketId'], version: input.version });
  const command = await tx.before('ticket.assign', {
    ticketId: ticket.id,
    reason: reasonOf(input),
    ...(input.departmentId && { departmentId: input.departmentId }),
    ...(input.assigneeId !== undefined && { assigneeId: input.assigneeId }),
  });
  const before = { department: ticket.department, assignee: ticket.assignee };
  const department = command.departmentId
    ? (await tx.facts(Department, command.departmentId, ['id'], ['departmentId'])).id
    : ticket.department;
  const assignee = await assigneeAfter(tx, ticket, department, command.assigneeId);

  const changes: Change[] = [];
  if (department && department !== before.department) {
    const change = departmentChange(before.department, department);
    if (change.kind === TicketTransitionKind.HANDED_OFF) ticket.handoffCount += 1;
    changes.push(change);
    ticket.department = department;
  }
  const after = { department, assignee };
  if (after.assignee !== before.assignee) {
    changes.push({ kind: TicketTransitionKind.ASSIGNEE, from: before.assignee, to: after.assignee });
    ticket.assignee = assignee;
  }
  if (changes.length === 0) return ticket;

  audit(tx, { action: 'ticket.assign', subject: ticket.id, before, after });
  recordUpdate(tx, ticket, changes, { reason: command.reason });
  const about = { subject: ticket.id, version: ticket.version + 1 };
  emit(tx, 'ticket.assigned', {
    ...about,
    payload: { ticketId: ticket.id, departmentId: after.department, assigneeId: after.assignee },
  });
  if (changes[0]!.kind === TicketTransitionKind.HANDED_OFF) {
    const payload = {
      ticketId: ticket.id,
      fromDepartmentId: before.department!,
      toDepartmentId: after.department!,
    };
    emit(tx, 'ticket.handed-off', { ...about, payload });
  }
  return ticket;
}

/** Who works on the ticket once the department has it: whoever is named, or whoever did if they belong to it. */
async function assigneeAfter(
  tx: Tx,
  ticket: Ticket,
  department: string | null,
  named: string | null | undefined,
): Promise<string | null> {
  if (named === undefined) {
    if (!ticket.assignee || department === ticket.department) return ticket.assignee;
    const assignee = await tx.em.findOneOrFail(StaffMember, ticket.assignee);
    return belongsTo(assignee, department) ? assignee.id : null;
  }
  if (named === null) return null;
  const assignee = await activeMember(tx, named, 'assigneeId');
  if (!belongsTo(assignee, department)) {
    throw new UserError(
      'INVALID',
      ['assigneeId'],
      `${assignee.name} is of another department. Name one of its members, or that person's department too.`,
    );
  }
  return assignee.id;
}

/** Says who speaks to the customer. Locks the ticket. */
export async function setPrimaryContact(tx: Tx, input: SetPrimaryContactInput): Promise<Ticket> {
  const ticket = await tx.get(Ticket, input.ticketId, { field: ['ticketId'], version: input.version });
  const contact = input.staffMemberId ? await activeMember(tx, input.staffMemberId, 'staffMemberId') : null;
  const from = ticket.primaryContact;
  const to = contact?.id ?? null;
  if (from === to) return ticket;
  ticket.primaryContact = to;
  audit(tx, {
    action: 'ticket.setPrimaryContact',
    subject: ticket.id,
    before: { primaryContact: from },
    after: { primaryContact: to },
  });
  recordUpdate(tx, ticket, [{ kind: TicketTransitionKind.PRIMARY_CONTACT, from, to }]);
  const payload = { ticketId: ticket.id, staffMemberId: to };
  emit(tx, 'ticket.primary-contact-changed', { subject: ticket.id, version: ticket.version + 1, payload });
  return ticket;
}

function belongsTo(member: StaffMember, department: string | null): boolean {
  return department === null || member.department?.id === department;
}

async function activeMember(tx: Tx, id: string, field: string): Promise<StaffMember> {
  const member = await tx.see(StaffMember, id, [field]);
  if (!member.isActive) throw new UserError('INVALID', [field], 'Choose somebody who still works here.');
  return member;
}
