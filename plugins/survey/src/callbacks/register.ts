import { Customer } from '@candor/core/customers';
import type { PluginApi } from '@candor/kernel';
import { callbackAccess } from '../quality/quality-access.js';
import { SurveyCallback } from './callback.js';
import { CallbackResolver } from './callback-resolver.js';
import { registerCallbackClock } from './callback-service.js';

export function registerCallbacks(api: PluginApi): void {
  api.access(SurveyCallback, callbackAccess);
  api.list('surveyCallbacks', SurveyCallback, {
    description: 'Customers who gave a low score and are to be spoken to. For staff.',
    filter: ['survey', 'state', 'owner', 'dueAt'],
    orderBy: ['dueAt', 'createdAt'],
    ascending: true,
  });
  api.list('surveyCallbacks', SurveyCallback, {
    description: 'When the customer was to be spoken to after a low score. For staff.',
    on: { type: Customer, by: 'customer' },
    filter: ['state'],
    orderBy: ['dueAt'],
  });
  api.graphql.resolvers(CallbackResolver);
  registerCallbackClock(api);
}
