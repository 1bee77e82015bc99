import type { Actor, PluginApi } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import { append, LiveEvent } from '@candor/kernel/live';
import { Field, ObjectType } from 'type-graphql';
import { Feedback } from './feedback.js';
import { KINDS_FOR_STAFF } from './feedback-access.js';
import { FeedbackChange } from './feedback-change.js';

/** One event of feedback that is watched. */
@ObjectType({ description: 'What happened to feedback that is watched, and how the feedback is now.' })
class FeedbackEvent extends LiveEvent {
  @Field(() => Feedback, {
    nullable: true,
    description: 'The feedback as it is at delivery, which may be later than the change.',
  })
  feedback?: Feedback | null;

  @Field(() => FeedbackChange, {
    nullable: true,
    description:
      'What changed, with its own facts: of this feedback, or of what it was merged into. Null where it was a vote.',
  })
  change?: FeedbackChange | null;
}

type Audience = 'public' | 'staff';

/** As with tickets there are two streams: in that for customers, what is for staff was never written. */
function streamOf(feedbackId: string, audience: Audience): string {
  return `feedback:${feedbackId}:${audience}`;
}

/** Tells whoever watches the feedback, or anything that was merged into it. */
export function tellChange(tx: Tx, feedbackIds: readonly string[], { id, kind }: FeedbackChange): void {
  for (const feedbackId of feedbackIds)
    tell(tx, feedbackId, 'change', { change: id }, KINDS_FOR_STAFF.has(kind));
}

/** Tells that the number of votes is another one; who voted is not said. */
export function tellVotes(tx: Tx, feedbackId: string): void {
  tell(tx, feedbackId, 'votes', {}, false);
}

function tell(
  tx: Tx,
  feedbackId: string,
  name: string,
  facts: Record<string, string>,
  isForStaff: boolean,
): void {
  append(tx, streamOf(feedbackId, 'staff'), name, facts);
  if (!isForStaff) append(tx, streamOf(feedbackId, 'public'), name, facts);
}

export function feedbackLive(api: PluginApi): void {
  api.live('feedbackChanged', {
    description:
      'Watches feedback: first how it is, then every change and every vote in order, also of what it was merged into. Whoever may read it may watch it.',
    payload: FeedbackEvent,
    args: '"""The feedback."""\nfeedback: ID!',
    stream: ({ feedback }, { actor }) =>
      uuidOf('feedback', String(feedback)) ? streamOf(String(feedback), audienceOf(actor)) : null,
    allow: ({ feedback }, context) => context.sees(Feedback, String(feedback)),
    load: ({ feedback }, facts) => ({ feedback, change: facts?.['change'] ?? null }),
  });
}

function audienceOf(actor: Actor): Audience {
  return (actor.kind === 'staff' || actor.kind === 'service') && can(actor, 'feedback:read')
    ? 'staff'
    : 'public';
}
