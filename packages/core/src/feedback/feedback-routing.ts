import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { StaffMember } from '../people/index.js';
import type { Feedback } from './feedback.js';
import type { AssignFeedbackInput, ClassifyFeedbackInput, SetFeedbackRouteInput } from './feedback-inputs.js';
import { FeedbackChangeKind, FeedbackComplexity } from './feedback-kinds.js';
import { feedbackToChange, record, refuseMerged } from './feedback-record.js';
import { FeedbackRoute } from './feedback-route.js';

/** Says who deals with which feedback. What is there already stays with whoever has it. */
export async function setFeedbackRoute(tx: Tx, input: SetFeedbackRouteInput): Promise<FeedbackRoute> {
  const { complexity } = input;
  const category = input.category ?? '';
  const handler = await activeStaff(tx, input.handlerId);
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('feedback_route ' || $1, 0))`, [
    `${complexity} ${category}`,
  ]);
  let route = await tx.em.findOne(FeedbackRoute, { complexity, category });
  const before = { handler: route?.handler.id ?? null };
  if (route) route.handler = handler;
  else route = tx.em.create(FeedbackRoute, { complexity, category, handler }, { partial: true });
  audit(tx, { action: 'feedbackRoute.set', subject: route.id, before, after: { handler: handler.id } });
  return route;
}

/** Whom the rules name: the rule of the category first, then the general one; null where none fits. */
export async function routeFor(
  tx: Tx,
  { complexity, category }: Pick<Feedback, 'complexity' | 'category'>,
): Promise<StaffMember | null> {
  const routes = await tx.em.find(
    FeedbackRoute,
    { complexity, category: { $in: ['', category ?? ''] }, handler: { isActive: true } },
    { orderBy: { category: 'desc' }, limit: 1, populate: ['handler'] },
  );
  return routes[0]?.handler ?? null;
}

/**
 * Says what sort of feedback it is; who deals with it follows the rules, unless somebody else was chosen by
 * hand for what stays in reach of that person. Locks the feedback.
 */
export async function classifyFeedback(tx: Tx, input: ClassifyFeedbackInput): Promise<Feedback> {
  const feedback = await feedbackToChange(tx, input);
  const from = classOf(feedback);
  const wasComplex = feedback.complexity === FeedbackComplexity.COMPLEX;
  feedback.level = input.level ?? feedback.level;
  feedback.complexity = input.complexity ?? feedback.complexity;
  feedback.category = input.category ?? feedback.category;
  const to = classOf(feedback);
  if (from === to) return feedback;
  audit(tx, {
    action: 'feedback.classify',
    subject: feedback.id,
    before: { class: from },
    after: { class: to },
  });
  await record(tx, feedback, { kind: FeedbackChangeKind.CLASSIFIED, from, to, reason: input.reason });

  const wasByRule = (feedback.handler?.id ?? null) === (feedback.routedTo?.id ?? null);
  feedback.routedTo = await routeFor(tx, feedback);
  const becameComplex = !wasComplex && feedback.complexity === FeedbackComplexity.COMPLEX;
  if (wasByRule || becameComplex) await handTo(tx, feedback, feedback.routedTo);
  return feedback;
}

/** Gives feedback to somebody. Complex feedback only to a head who leads such by a rule. Locks the feedback. */
export async function assignFeedback(tx: Tx, input: AssignFeedbackInput): Promise<Feedback> {
  const feedback = await feedbackToChange(tx, input);
  const handler = await activeStaff(tx, input.handlerId);
  refuseMerged(feedback);
  await refuseOthersThanHeads(tx, feedback, handler.id, ['handlerId']);
  await handTo(tx, feedback, handler, input.reason);
  return feedback;
}

/** Complex feedback is led by a head of department whom a rule names (FEEDBACK_NEEDS_HEAD). */
export async function refuseOthersThanHeads(
  tx: Tx,
  { complexity }: Feedback,
  handler: string | null,
  field: readonly string[],
): Promise<void> {
  if (complexity !== FeedbackComplexity.COMPLEX) return;
  if (handler !== null && (await tx.em.count(FeedbackRoute, { complexity, handler })) > 0) return;
  throw new UserError(
    'FEEDBACK_NEEDS_HEAD',
    field,
    'Complex feedback is led by a head of department: choose one whom `setFeedbackRoute` names for it.',
  );
}

async function handTo(
  tx: Tx,
  feedback: Feedback,
  handler: StaffMember | null,
  reason?: string | null,
): Promise<void> {
  const from = feedback.handler?.id ?? null;
  const to = handler?.id ?? null;
  if (from === to) return;
  feedback.handler = handler;
  audit(tx, {
    action: 'feedback.assign',
    subject: feedback.id,
    before: { handler: from },
    after: { handler: to },
  });
  await record(tx, feedback, { kind: FeedbackChangeKind.HANDLER, from, to, reason });
}

function classOf({ level, complexity, category }: Feedback): string {
  return [level, complexity, category].filter((part) => part !== null).join(' ');
}

async function activeStaff(tx: Tx, id: string): Promise<StaffMember> {
  const member = await tx.see(StaffMember, id, ['handlerId']);
  if (member.isActive) return member;
  throw new UserError('INVALID', ['handlerId'], 'Choose somebody who still works here.');
}
