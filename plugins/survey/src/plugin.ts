import { customerRecords } from '@candor/core/customers';
import { definePlugin } from '@candor/kernel';
import { registerCallbacks } from './callbacks/register.js';
import * as entities from './entities.js';
import { registerFigures } from './figures/register.js';
import { registerGoals } from './goals/register.js';
import { registerInterviews } from './interviews/register.js';
import { registerInvitations } from './invitations/register.js';
import { registerMeasures } from './measures/register.js';
import { Survey20261122 } from './migrations/survey-20261122.js';
import { SurveyGoals20261122 } from './migrations/survey-goals-20261122.js';
import { SurveyResults20261122 } from './migrations/survey-results-20261122.js';
import { registerNight } from './nightly.js';
import { registerPresets } from './presets/register.js';
import { registerQuality } from './quality/register.js';
import { registerQuestionnaires } from './questionnaires/register.js';
import { registerResponses } from './responses/register.js';
import { registerResults } from './results/register.js';
import { SurveySettings } from './settings.js';
import { SURVEY_ERRORS } from './survey-errors.js';
import { registerEvents } from './survey-events.js';
import { surveyTexts } from './survey-texts.js';

/** Asking customers: questionnaires, whom they are sent to and when, what is answered and what follows from it. */
export const survey = definePlugin({
  name: 'survey',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: {
    people: '^1.0.0',
    customers: '^1.0.0',
    tickets: '^1.0.0',
    boards: '^1.0.0',
    feedback: '^1.0.0',
  },
  settings: SurveySettings,
  permissions: {
    'survey:read': 'See surveys, named responses, and what at least five answered anonymously',
    'survey:write': 'Write surveys, publish them, set their rules, leave responses out of figures',
    'survey:record': 'Write down answers of customers, call back, interview, sort texts under codes',
    'survey:sensitive': 'Read answers that are marked sensitive',
    'survey:results': 'See what surveys came to: scores, tables, terms, benchmarks',
    'survey:export': 'Take the responses of a survey away as a table',
  },
  setup(api) {
    customerRecords(api, 'survey', [
      { table: 'survey_callback', column: 'customer_id' },
      { table: 'survey_interview', column: 'customer_id' },
      { table: 'survey_invitation', column: 'customer_id' },
      { table: 'survey_opt_out', column: 'customer_id', uniqueWith: [] },
      { table: 'survey_response', column: 'customer_id' },
    ]);
    api.store({
      entities: Object.values(entities),
      migrations: [Survey20261122, SurveyResults20261122, SurveyGoals20261122],
    });
    registerQuestionnaires(api);
    registerInvitations(api);
    registerResponses(api);
    registerCallbacks(api);
    registerInterviews(api);
    registerQuality(api);
    registerNight(api);
    registerFigures(api);
    registerResults(api);
    registerGoals(api);
    registerMeasures(api);
    registerPresets(api);
    registerEvents(api);
    api.errors(SURVEY_ERRORS);
    api.texts(surveyTexts);
  },
});
