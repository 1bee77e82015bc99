import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { SurveyCallback } from './callback.js';
import { AssignCallbackInput, CompleteCallbackInput, LogCallbackAttemptInput } from './callback-inputs.js';
import * as callbacks from './callback-service.js';

const AssignCallbackPayload = payloadOf('assignCallback', { surveyCallback: SurveyCallback });
const LogCallbackAttemptPayload = payloadOf('logCallbackAttempt', { surveyCallback: SurveyCallback });
const CompleteCallbackPayload = payloadOf('completeCallback', { surveyCallback: SurveyCallback });

@Resolver()
export class CallbackResolver {
  @Mutation(() => AssignCallbackPayload, { nullable: true, description: 'Says who makes a call-back.' })
  @Allow('survey:record')
  async assignCallback(
    @Arg('input', () => AssignCallbackInput) input: AssignCallbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyCallback: (await callbacks.assignCallback(tx, input)).id };
  }

  @Mutation(() => LogCallbackAttemptPayload, {
    nullable: true,
    description: 'Notes that the customer was called in vain; the call-back stays open.',
  })
  @Allow('survey:record')
  async logCallbackAttempt(
    @Arg('input', () => LogCallbackAttemptInput) input: LogCallbackAttemptInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyCallback: (await callbacks.logCallbackAttempt(tx, input)).id };
  }

  @Mutation(() => CompleteCallbackPayload, {
    nullable: true,
    description: 'Ends a call-back: what came out of it and what the low score came from.',
  })
  @Allow('survey:record')
  async completeCallback(
    @Arg('input', () => CompleteCallbackInput) input: CompleteCallbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyCallback: (await callbacks.completeCallback(tx, input)).id };
  }
}
