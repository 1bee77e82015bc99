import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { SurveyInvitation } from './invitation.js';
import {
  CreateSurveyTriggerInput,
  InviteToSurveyInput,
  RevokeSurveyInvitationInput,
  SetSurveyOptOutInput,
  SetSurveyTriggerActiveInput,
} from './invitation-inputs.js';
import { revokeInvitation } from './invitation-service.js';
import { SurveyOptOut } from './opt-out.js';
import { SurveyTrigger } from './trigger.js';
import { createTrigger, inviteByHand, setOptOut, setTriggerActive } from './trigger-service.js';

const InviteToSurveyPayload = payloadOf('inviteToSurvey', { surveyInvitation: SurveyInvitation });
const RevokeSurveyInvitationPayload = payloadOf('revokeSurveyInvitation', {
  surveyInvitation: SurveyInvitation,
});
const CreateSurveyTriggerPayload = payloadOf('createSurveyTrigger', { surveyTrigger: SurveyTrigger });
const SetSurveyTriggerActivePayload = payloadOf('setSurveyTriggerActive', { surveyTrigger: SurveyTrigger });
const SetSurveyOptOutPayload = payloadOf('setSurveyOptOut', { surveyOptOut: SurveyOptOut });

@Resolver()
export class InvitationResolver {
  @Mutation(() => InviteToSurveyPayload, {
    nullable: true,
    description:
      'Asks a customer to answer a survey. Whoever was asked too often or too lately is left in peace: the invitation is then SUPPRESSED and says why.',
  })
  @Allow('survey:write', 'survey:record')
  async inviteToSurvey(
    @Arg('input', () => InviteToSurveyInput) input: InviteToSurveyInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { surveyInvitation: (await inviteByHand(tx, services, input)).id };
  }

  @Mutation(() => RevokeSurveyInvitationPayload, {
    nullable: true,
    description: 'Takes an invitation back; its link opens nothing any more.',
  })
  @Allow('survey:write')
  async revokeSurveyInvitation(
    @Arg('input', () => RevokeSurveyInvitationInput) input: RevokeSurveyInvitationInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyInvitation: (await revokeInvitation(tx, input)).id };
  }

  @Mutation(() => CreateSurveyTriggerPayload, {
    nullable: true,
    description: 'Adds a rule by which customers are invited: after an event, every month or every quarter.',
  })
  @Allow('survey:write')
  async createSurveyTrigger(
    @Arg('input', () => CreateSurveyTriggerInput) input: CreateSurveyTriggerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyTrigger: (await createTrigger(tx, input)).id };
  }

  @Mutation(() => SetSurveyTriggerActivePayload, {
    nullable: true,
    description: 'Puts a rule in force or out of it.',
  })
  @Allow('survey:write')
  async setSurveyTriggerActive(
    @Arg('input', () => SetSurveyTriggerActiveInput) input: SetSurveyTriggerActiveInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyTrigger: (await setTriggerActive(tx, input)).id };
  }

  @Mutation(() => SetSurveyOptOutPayload, {
    nullable: true,
    description: 'Says whether a customer wants to be asked by surveys at all.',
  })
  @Allow('survey:record', 'kind:customer', 'kind:share')
  async setSurveyOptOut(
    @Arg('input', () => SetSurveyOptOutInput) input: SetSurveyOptOutInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyOptOut: (await setOptOut(tx, input)).id };
  }
}
