import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { CustomerCount } from '../records/customer-metrics.js';
import { Segment } from './segment.js';
import { SetSegmentInput } from './segment-inputs.js';
import { setSegment } from './segment-service.js';

const SetSegmentPayload = payloadOf('setSegment', { segment: Segment });

@Resolver()
export class SegmentResolver {
  @Query(() => [CustomerCount], {
    nullable: true,
    description: 'How many customers belonged to each segment at an instant, by the key of the segment.',
  })
  @Allow('customers:read')
  segmentCounts(
    @Arg('asOf', () => Date, { nullable: true, description: 'The instant; now, if left out.' })
    asOf: Date | null | undefined,
    @Ctx() { services }: RequestContext,
  ): Promise<CustomerCount[]> {
    return services.query<CustomerCount>(
      `select s.key, count(m.id)::int as count from customers_segment s
       left join customers_segment_member m on m.segment_id = s.id and m.entered_at <= $1
         and (m.left_at is null or m.left_at > $1)
       group by s.key order by s.key`,
      [(asOf ?? services.now()).toISOString()],
    );
  }

  @Mutation(() => SetSegmentPayload, {
    nullable: true,
    description:
      'Adds a segment or changes one; who belongs to it follows in the background, and once a day.',
  })
  @Allow('customers:manage')
  async setSegment(
    @Arg('input', () => SetSegmentInput) input: SetSegmentInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { segment: (await setSegment(tx, input)).id };
  }
}
