import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { MetricPeriod } from '../customers/index.js';
import { ContactSlice, contactMetrics } from './contact-figures.js';
import { SetContactSceneInput } from './contact-inputs.js';
import { Conversation } from './conversation.js';
import { setContactScene } from './conversation-service.js';

const SetContactScenePayload = payloadOf('setContactScene', { conversation: Conversation });

@Resolver()
export class ContactSceneResolver {
  @Query(() => [ContactSlice], {
    nullable: true,
    description:
      'The contacts of a period by the stage of life that the customer was in, and by scene: how many, how many were answered, and who moved on after them.',
  })
  @Allow('tickets:read')
  contactMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<ContactSlice[]> {
    return contactMetrics(context, period);
  }

  @Mutation(() => SetContactScenePayload, {
    nullable: true,
    description: 'Says in which part of the relation a contact takes place, where that was set wrongly.',
  })
  @Allow('tickets:write')
  async setContactScene(
    @Arg('input', () => SetContactSceneInput) input: SetContactSceneInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { conversation: (await setContactScene(tx, input)).id };
  }
}
