import type { PluginApi } from '@candor/kernel';
import { optionsIn } from '../responses/sheet.js';
import { SurveyOption } from './option.js';
import { type StoredOption, SurveyQuestion } from './question.js';
import { Questionnaire } from './questionnaire.js';
import { questionAccess, questionnaireAccess, surveyAccess } from './questionnaire-access.js';
import { QuestionnaireResolver } from './questionnaire-resolver.js';
import { Survey } from './survey.js';

export function registerQuestionnaires(api: PluginApi): void {
  api.access(Survey, surveyAccess);
  api.access(Questionnaire, questionnaireAccess);
  api.access(SurveyQuestion, questionAccess);
  api.list('surveys', Survey, {
    description: 'The surveys that you may see; to a customer, those they are invited to.',
    filter: ['key', 'state'],
    orderBy: ['createdAt', 'key'],
  });
  api.list('questionnaires', Questionnaire, {
    description: 'The editions of its questions.',
    on: { type: Survey, by: 'survey' },
    orderBy: ['number'],
  });
  api.list('questions', SurveyQuestion, {
    description: 'The questions of the edition.',
    on: { type: Questionnaire, by: 'questionnaire' },
    orderBy: ['position'],
    ascending: true,
  });
  api.graphql.extend<SurveyQuestion>('SurveyQuestion', 'options: [SurveyOption!]!', {
    description: 'The options of a choice or ranking; empty for other types.',
    types: [SurveyOption],
    needs: ['storedOptions'],
    cost: 0,
    load: (questions, _, { locale }) => questions.map(({ storedOptions }) => inOne(storedOptions, locale)),
  });
  api.graphql.extend<SurveyQuestion>('SurveyQuestion', 'statements: [SurveyOption!]!', {
    description: 'The statements of a matrix; empty for other types.',
    needs: ['storedStatements'],
    cost: 0,
    load: (questions, _, { locale }) =>
      questions.map(({ storedStatements }) => inOne(storedStatements, locale)),
  });
  api.graphql.resolvers(QuestionnaireResolver);
}

function inOne(options: readonly StoredOption[], locale: string): SurveyOption[] {
  return optionsIn(options, locale);
}
