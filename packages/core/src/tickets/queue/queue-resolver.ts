import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { MetricPeriod } from '../../customers/index.js';
import { Ticket } from '../ticket.js';
import { TicketQueueMetrics, ticketQueueMetrics } from './queue-figures.js';
import { SetQueuePolicyInput, TakeNextTicketInput } from './queue-inputs.js';
import { QueuePolicy } from './queue-policy.js';
import * as queue from './queue-service.js';

const SetQueuePolicyPayload = payloadOf('setQueuePolicy', { queuePolicy: QueuePolicy });
const TakeNextTicketPayload = payloadOf('takeNextTicket', { ticket: Ticket });

@Resolver()
export class QueueResolver {
  @Query(() => TicketQueueMetrics, {
    nullable: true,
    description: 'Whether the tickets of a period were served in their order, and how many wait.',
  })
  @Allow('tickets:read')
  ticketQueueMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<TicketQueueMetrics> {
    return ticketQueueMetrics(context, period);
  }

  @Mutation(() => SetQueuePolicyPayload, {
    nullable: true,
    description:
      'Says in which order tickets are served. The scores of all open tickets follow in the background.',
  })
  @Allow('tickets:manage')
  async setQueuePolicy(
    @Arg('input', () => SetQueuePolicyInput) input: SetQueuePolicyInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { queuePolicy: (await queue.setQueuePolicy(tx, input)).id };
  }

  @Mutation(() => TakeNextTicketPayload, {
    nullable: true,
    description:
      'Gives you the ticket whose turn it is and puts it in progress; `ticket` is null where none waits. Of several people who ask at once each gets another one.',
  })
  @Allow('tickets:write')
  async takeNextTicket(
    @Arg('input', () => TakeNextTicketInput) input: TakeNextTicketInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { ticket: (await queue.takeNextTicket(tx, input))?.id ?? null };
  }
}
