import type { RequestContext } from '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';
import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '../customers/index.js';

/** How well feedback is taken and answered. */
@ObjectType({ description: 'How well feedback is taken, routed, answered and told.' })
export class FeedbackMetrics {
  @Field(() => MetricRatio, {
    description:
      'Of the channels that the company gave its word to keep open, those that are; the period does not matter.',
  })
  channelsLive!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the feedback of the period that rules routed, what went elsewhere.',
  })
  misrouted!: MetricRatio;

  @Field(() => MetricRatio, { description: 'Of the feedback of the period, what has no category.' })
  unclassified!: MetricRatio;

  @Field(() => MetricRatio, { description: 'Of the feedback of the period, what has an official answer.' })
  answered!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the customers who were owed a result in the period, those who were told.',
  })
  resultNotified!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the customers who were told, those who were told by the channel they prefer.',
  })
  resultByPreferredChannel!: MetricRatio;
}

/** Merged feedback counts by itself: somebody gave it, and was owed an answer. */
const COUNTS = `select
  (select count(*)::int from feedback_channel where is_promised) as promised,
  (select count(*)::int from feedback_channel where is_promised and is_open) as live,
  given.*, told.*
  from (
    select count(*)::int as given,
      count(routed_to_id)::int as routed,
      (count(*) filter (where routed_to_id is not null and handler_id is distinct from routed_to_id))::int as misrouted,
      (count(*) filter (where f.category is null))::int as unclassified,
      (count(*) filter (where f.answer is not null or exists (
        select 1 from feedback_feedback r where r.id = f.root_id and r.answer is not null)))::int as answered
    from feedback_feedback f where submitted_at >= $1 and submitted_at < $2
  ) given, (
    select count(*)::int as owed,
      (count(*) filter (where is_told))::int as told,
      (count(*) filter (where told_by = channel))::int as preferred
    from feedback_notice where owed_at >= $1 and owed_at < $2
  ) told`;

interface Counts {
  readonly promised: number;
  readonly live: number;
  readonly given: number;
  readonly routed: number;
  readonly misrouted: number;
  readonly unclassified: number;
  readonly answered: number;
  readonly owed: number;
  readonly told: number;
  readonly preferred: number;
}

/** The figures of a period. */
export async function feedbackMetrics(
  context: RequestContext,
  period: MetricPeriod,
): Promise<FeedbackMetrics> {
  const [counts] = await context.services.query<Counts>(COUNTS, boundsOf(period));
  const { live, promised, given, routed, misrouted, unclassified, answered, owed, told, preferred } = counts!;
  const figure = (name: keyof FeedbackMetrics, numerator: number, denominator: number) =>
    ratio(context, { id: `feedback.${name}`, version: 1 }, numerator, denominator);
  return {
    channelsLive: figure('channelsLive', live, promised),
    misrouted: figure('misrouted', misrouted, routed),
    unclassified: figure('unclassified', unclassified, given),
    answered: figure('answered', answered, given),
    resultNotified: figure('resultNotified', told, owed),
    resultByPreferredChannel: figure('resultByPreferredChannel', preferred, told),
  };
}
