import { Customer } from '@candor/core/customers';
import type { PluginApi } from '@candor/kernel';
import { guideAccess, interviewAccess, observationAccess } from '../quality/quality-access.js';
import { optionsIn } from '../responses/sheet.js';
import { InterviewGuide } from './guide.js';
import { Interview } from './interview.js';
import { InterviewResolver } from './interview-resolver.js';
import { InterviewObservation } from './observation.js';

export function registerInterviews(api: PluginApi): void {
  api.access(InterviewGuide, guideAccess);
  api.access(Interview, interviewAccess);
  api.access(InterviewObservation, observationAccess);
  api.list('interviewGuides', InterviewGuide, {
    description: 'What interviews ask. For staff.',
    filter: ['key'],
    orderBy: ['createdAt', 'key'],
  });
  api.graphql.extend<InterviewGuide>('InterviewGuide', 'topics: [SurveyOption!]!', {
    description: 'What is asked, in its order.',
    needs: ['storedTopics'],
    cost: 0,
    load: (guides, _, { locale }) => guides.map(({ storedTopics }) => optionsIn(storedTopics, locale)),
  });
  api.list('interviews', Interview, {
    description: 'Talks with customers. For staff.',
    filter: ['customer', 'survey', 'state', 'isCoreCustomer', 'plannedAt'],
    orderBy: ['plannedAt'],
  });
  api.list('interviews', Interview, {
    description: 'Talks with the customer. For staff.',
    on: { type: Customer, by: 'customer' },
    filter: ['state'],
    orderBy: ['plannedAt'],
  });
  api.list('observations', InterviewObservation, {
    description: 'What was heard and seen.',
    on: { type: Interview, by: 'interview' },
    filter: ['kind'],
    orderBy: ['createdAt'],
    ascending: true,
  });
  api.graphql.resolvers(InterviewResolver);
}
