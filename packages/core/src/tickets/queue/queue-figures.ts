import type { RequestContext } from '@candor/kernel';
import { Field, Int, ObjectType } from 'type-graphql';
import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '../../customers/index.js';

/** Whether tickets are served in their order. */
@ObjectType({ description: 'Whether tickets are served in the order of their scores.' })
export class TicketQueueMetrics {
  @Field(() => MetricRatio, {
    description:
      'Of the tickets that people took up in the period, those before which another one with a higher score waited. `ticketTakeUps` says which.',
  })
  inversions!: MetricRatio;

  @Field(() => Int, { description: 'How many tickets wait now; the period does not matter.' })
  waiting!: number;
}

const COUNTS = `select taken.*, waiting.* from (
    select count(*)::int as taken, (count(*) filter (where is_inversion))::int as inversions
    from tickets_take_up where at >= $1 and at < $2
  ) taken, (
    select count(*)::int as waiting from tickets_ticket where state = 'NEW' and first_response_at is null
  ) waiting`;

export async function ticketQueueMetrics(
  context: RequestContext,
  period: MetricPeriod,
): Promise<TicketQueueMetrics> {
  const [counts] = await context.services.query<Record<'taken' | 'inversions' | 'waiting', number>>(
    COUNTS,
    boundsOf(period),
  );
  const { taken, inversions, waiting } = counts!;
  const definition = { id: 'tickets.inversions', version: 1 };
  return { inversions: ratio(context, definition, inversions, taken), waiting };
}
