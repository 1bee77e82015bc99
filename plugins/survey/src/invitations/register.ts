import { Customer } from '@candor/core/customers';
import type { PluginApi } from '@candor/kernel';
import { can } from '@candor/kernel/identity';
import { Survey } from '../questionnaires/survey.js';
import { SurveySegment, segmentsOf } from '../segments.js';
import { InvitationState, SurveyInvitation } from './invitation.js';
import { invitationAccess, optOutAccess, triggerAccess } from './invitation-access.js';
import { registerInvitationJobs } from './invitation-jobs.js';
import { InvitationResolver } from './invitation-resolver.js';
import { SurveyOptOut } from './opt-out.js';
import { anonymousOnes, participants } from './participation.js';
import { SurveyTrigger } from './trigger.js';
import { registerTriggerHooks } from './trigger-hooks.js';

export function registerInvitations(api: PluginApi): void {
  api.access(SurveyInvitation, invitationAccess);
  api.access(SurveyTrigger, triggerAccess);
  api.access(SurveyOptOut, optOutAccess);
  api.list('surveyInvitations', SurveyInvitation, {
    description: 'Who is asked: to staff all, to customers their own.',
    filter: ['survey', 'customer', 'state', 'mode', 'trigger', 'subject'],
    orderBy: ['createdAt'],
  });
  api.list('asked', SurveyInvitation, {
    description: 'Who is asked by the survey.',
    on: { type: Survey, by: 'survey' },
    filter: ['state', 'mode'],
    orderBy: ['createdAt'],
  });
  api.list('surveyInvitations', SurveyInvitation, {
    description: 'The surveys that the customer is asked to answer.',
    on: { type: Customer, by: 'customer' },
    filter: ['state'],
    orderBy: ['createdAt'],
  });
  api.list('surveyTriggers', SurveyTrigger, {
    description: 'The rules by which customers are invited. For staff.',
    filter: ['survey', 'event', 'isActive'],
    orderBy: ['createdAt'],
  });
  api.list('sendingRules', SurveyTrigger, {
    description: 'The rules by which the survey is sent. For staff.',
    on: { type: Survey, by: 'survey' },
    orderBy: ['createdAt'],
  });
  api.list('surveyOptOuts', SurveyOptOut, {
    description: 'Customers who do not want to be asked.',
    filter: ['customer', 'isActive'],
    orderBy: ['createdAt'],
  });
  extendInvitation(api);
  api.graphql.resolvers(InvitationResolver);
  registerInvitationJobs(api);
  registerTriggerHooks(api);
}

function extendInvitation(api: PluginApi): void {
  api.graphql.extend<SurveyInvitation>('SurveyInvitation', 'token: String', {
    description:
      'What opens the invitation without signing in, for whoever sends it: as `Authorization: Bearer …`. Null once it is over, and for whoever may not write surveys.',
    needs: ['linkId'],
    load: (invitations, _, { actor, services }) =>
      Promise.all(
        invitations.map(({ linkId }) =>
          linkId && can(actor, 'survey:write') ? services.shareLinkToken(linkId) : null,
        ),
      ),
  });
  api.graphql.extend<SurveyInvitation>('SurveyInvitation', 'hasTakenPart: Boolean', {
    description:
      'Whether the person answered, or took the ballot of an anonymous survey. Of an anonymous one staff are not told: null.',
    needs: ['id', 'state'],
    load: async (invitations, _, { actor, services }) => {
      const ids = invitations.map(({ id }) => id);
      const took = await participants(services, ids);
      const hidden = can(actor, 'survey:read') ? await anonymousOnes(services, ids) : new Set<string>();
      return invitations.map(({ id, state }) =>
        hidden.has(id) ? null : state === InvitationState.ANSWERED || took.has(id),
      );
    },
  });
  api.graphql.extend<SurveyInvitation>('SurveyInvitation', 'segments: [SurveySegment!]', {
    description: 'Facts that go into the response without being asked. For staff.',
    types: [SurveySegment],
    needs: ['segmentFacts'],
    cost: 0,
    load: (invitations, _, { actor }) =>
      invitations.map(({ segmentFacts }) => (can(actor, 'survey:read') ? segmentsOf(segmentFacts) : null)),
  });
}
