import type { PluginApi } from '@candor/kernel';
import { InterviewObservation } from '../interviews/observation.js';
import { SurveyAnswer } from '../responses/answer.js';
import { SurveyResponse } from '../responses/response.js';
import { SurveyCode } from './code.js';
import { SurveyCoding } from './coding.js';
import { SurveyFlag } from './flag.js';
import { SurveyImprovement } from './improvement.js';
import { codeAccess, codingAccess, flagAccess, improvementAccess } from './quality-access.js';
import { QualityResolver } from './quality-resolver.js';

export function registerQuality(api: PluginApi): void {
  api.access(SurveyFlag, flagAccess);
  api.access(SurveyCode, codeAccess);
  api.access(SurveyCoding, codingAccess);
  api.access(SurveyImprovement, improvementAccess);
  api.list('flags', SurveyFlag, {
    description: 'What is odd about the response. For staff.',
    on: { type: SurveyResponse, by: 'response' },
    orderBy: ['kind'],
    ascending: true,
  });
  api.list('surveyCodes', SurveyCode, {
    description: 'The code book. For staff.',
    filter: ['key', 'tone'],
    orderBy: ['createdAt', 'key'],
  });
  for (const { name, type, by } of [
    { name: 'texts', type: SurveyCode, by: 'code' },
    { name: 'codings', type: SurveyAnswer, by: 'answer' },
    { name: 'codings', type: InterviewObservation, by: 'observation' },
  ] as const) {
    api.list(name, SurveyCoding, {
      description: name === 'texts' ? 'The texts that have the code.' : 'The codes of the text. For staff.',
      on: { type, by },
      orderBy: ['position'],
      ascending: true,
    });
  }
  api.list('improvements', SurveyImprovement, {
    description: 'What the answer led to. For staff.',
    on: { type: SurveyAnswer, by: 'answer' },
    orderBy: ['createdAt'],
  });
  api.list('surveyImprovements', SurveyImprovement, {
    description: 'What answers led to. For staff.',
    filter: ['target', 'answer'],
    orderBy: ['createdAt'],
  });
  api.graphql.resolvers(QualityResolver);
}
