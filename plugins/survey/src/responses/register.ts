import { Customer } from '@candor/core/customers';
import type { PluginApi } from '@candor/kernel';
import { can } from '@candor/kernel/identity';
import { LiveEvent } from '@candor/kernel/live';
import { Field, ObjectType } from 'type-graphql';
import { SurveyInvitation } from '../invitations/invitation.js';
import { Survey } from '../questionnaires/survey.js';
import { segmentsOf } from '../segments.js';
import { SurveyAnswer } from './answer.js';
import { SurveyResponse } from './response.js';
import { answerAccess, responseAccess } from './response-access.js';
import { ResponseResolver } from './response-resolver.js';
import { streamOf } from './submission.js';

/** One response that came in while somebody watched. */
@ObjectType({ description: 'A response to a survey that came in while somebody watched.' })
class SurveyResponseEvent extends LiveEvent {
  @Field(() => Survey, { nullable: true, description: 'The survey as it is at delivery.' })
  survey?: Survey | null;

  @Field(() => SurveyResponse, {
    nullable: true,
    description: 'The response that was handed in; null in a snapshot and a refetch.',
  })
  response?: SurveyResponse | null;
}

export function registerResponses(api: PluginApi): void {
  api.access(SurveyResponse, responseAccess);
  api.access(SurveyAnswer, answerAccess);
  api.list('surveyResponses', SurveyResponse, {
    description:
      'Responses: to staff named ones, and anonymous ones the night after at least five came; to customers their own.',
    filter: ['survey', 'state', 'mode', 'channel', 'isExcluded', 'customer', 'startedAt'],
    orderBy: ['startedAt'],
  });
  api.list('answered', SurveyResponse, {
    description: 'What was answered to the survey.',
    on: { type: Survey, by: 'survey' },
    filter: ['state', 'mode', 'channel', 'startedAt'],
    orderBy: ['startedAt'],
  });
  api.list('responses', SurveyResponse, {
    description: 'The response to the invitation; none in an anonymous survey.',
    on: { type: SurveyInvitation, by: 'invitation' },
    orderBy: ['startedAt'],
  });
  api.list('surveyResponses', SurveyResponse, {
    description: 'What the customer answered; nothing of anonymous surveys.',
    on: { type: Customer, by: 'customer' },
    filter: ['state'],
    orderBy: ['startedAt'],
  });
  api.list('answers', SurveyAnswer, {
    description: 'The questions that were shown, with their answers.',
    on: { type: SurveyResponse, by: 'response' },
    orderBy: ['position'],
    ascending: true,
  });
  api.graphql.extend<SurveyResponse>('SurveyResponse', 'segments: [SurveySegment!]', {
    description: 'Facts that were kept without being asked, as they were when it began. For staff.',
    needs: ['segmentFacts'],
    cost: 0,
    load: (responses, _, { actor }) =>
      responses.map(({ segmentFacts }) => (can(actor, 'survey:read') ? segmentsOf(segmentFacts) : null)),
  });
  api.live('surveyResponded', {
    description:
      'Watches responses come in, for staff. Those of anonymous surveys are not told: the instant would lead to the person.',
    payload: SurveyResponseEvent,
    args: '"""The survey."""\nsurvey: ID!',
    stream: ({ survey }) => streamOf(String(survey)),
    allow: async ({ survey }, context) =>
      can(context.actor, 'survey:read') && (await context.sees(Survey, String(survey))),
    load: ({ survey }, facts) => ({ survey, response: facts?.['response'] ?? null }),
  });
  api.graphql.resolvers(ResponseResolver);
}
