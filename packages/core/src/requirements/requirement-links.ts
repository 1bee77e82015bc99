import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { ProgressBoard } from '../boards/index.js';
import { Feedback } from '../feedback/index.js';
import { Ticket } from '../tickets/index.js';
import type { Requirement } from './requirement.js';
import { refreshBehind } from './requirement-customers.js';
import type {
  LinkRequirementInput,
  SetRequirementBoardInput,
  UnlinkRequirementInput,
} from './requirement-inputs.js';
import { RequirementChangeKind } from './requirement-kinds.js';
import { RequirementLink } from './requirement-link.js';
import { record, requirementToChange } from './requirement-record.js';

interface Linked {
  readonly requirement: Requirement;
  readonly link: RequirementLink;
}

/** Says that a ticket or feedback asks for a requirement; a second time changes nothing. Locks the requirement. */
export async function linkRequirement(tx: Tx, input: LinkRequirementInput): Promise<Linked> {
  const { ticketId, feedbackId } = input;
  const requirement = await requirementToChange(tx, input);
  const ticket = ticketId ? await tx.see(Ticket, ticketId, ['ticketId']) : null;
  const feedback = feedbackId ? await tx.see(Feedback, feedbackId, ['feedbackId']) : null;
  if ((ticket === null) === (feedback === null)) {
    throw new UserError('INVALID', ['ticketId'], 'Name a ticket or feedback, one of the two.');
  }
  const ends = { requirement: requirement.id, ticket: ticket?.id ?? null, feedback: feedback?.id ?? null };
  const known = await tx.em.findOne(RequirementLink, ends);
  if (known) return { requirement, link: known };
  const link = tx.em.create(
    RequirementLink,
    { requirement, ticket, feedback, linkedAt: tx.now },
    { partial: true },
  );
  const to = ticket?.id ?? feedback!.id;
  audit(tx, { action: 'requirement.link', subject: requirement.id, after: { to } });
  await record(tx, requirement, { kind: RequirementChangeKind.LINKED, to });
  await refreshBehind(tx, requirement);
  return { requirement, link };
}

/** Takes a link away; customers who are behind the requirement for no other reason go with it. Locks the requirement. */
export async function unlinkRequirement(tx: Tx, { linkId }: UnlinkRequirementInput): Promise<Requirement> {
  const link = await tx.see(RequirementLink, linkId, ['linkId']);
  const requirement = await requirementToChange(tx, { requirementId: link.requirement.id });
  const from = link.ticket?.id ?? link.feedback!.id;
  tx.em.remove(link);
  audit(tx, { action: 'requirement.unlink', subject: requirement.id, before: { to: from } });
  await record(tx, requirement, { kind: RequirementChangeKind.UNLINKED, from });
  await refreshBehind(tx, requirement);
  return requirement;
}

/** Says on which board the progress of a requirement is shown. Locks the requirement. */
export async function setRequirementBoard(tx: Tx, input: SetRequirementBoardInput): Promise<Requirement> {
  const requirement = await requirementToChange(tx, input);
  const board = input.boardId ? await tx.see(ProgressBoard, input.boardId, ['boardId']) : null;
  const from = requirement.board?.id ?? null;
  const to = board?.id ?? null;
  if (from === to) return requirement;
  requirement.board = board;
  audit(tx, {
    action: 'requirement.setBoard',
    subject: requirement.id,
    before: { board: from },
    after: { board: to },
  });
  await record(tx, requirement, { kind: RequirementChangeKind.BOARD, from, to });
  return requirement;
}
