import type { AccessRule } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import type { SurveyCallback } from '../callbacks/callback.js';
import type { InterviewGuide } from '../interviews/guide.js';
import type { Interview } from '../interviews/interview.js';
import { InterviewObservation } from '../interviews/observation.js';
import { SurveyAnswer } from '../responses/answer.js';
import { SurveyResponse } from '../responses/response.js';
import type { SurveyCode } from './code.js';
import type { SurveyCoding } from './coding.js';
import type { SurveyFlag } from './flag.js';
import type { SurveyImprovement } from './improvement.js';

/** What staff make of answers is for staff; of an anonymous response no sooner than the response itself. */
export const flagAccess: AccessRule<SurveyFlag> = {
  read: (viewer, row) => viewer.can('survey:read') && viewer.sees(SurveyResponse, row.response),
  write: (viewer) => viewer.can('survey:write'),
};

export const codeAccess: AccessRule<SurveyCode> = {
  read: (viewer) => viewer.can('survey:read'),
  write: (viewer) => viewer.can('survey:record'),
};

export const codingAccess: AccessRule<SurveyCoding> = {
  read: (viewer, row) =>
    viewer.can('survey:read') &&
    sql<SqlBool>`(${viewer.sees(SurveyAnswer, row.answer)} or ${viewer.sees(InterviewObservation, row.observation)})`,
  write: (viewer) => viewer.can('survey:record'),
};

/** Staff take up answers that they see, so those are out; the answer itself stands under its own rule. */
export const improvementAccess: AccessRule<SurveyImprovement> = {
  read: (viewer) => viewer.can('survey:read'),
  write: (viewer) => viewer.can('survey:record'),
};

export const callbackAccess: AccessRule<SurveyCallback> = {
  read: (viewer) => viewer.can('survey:read'),
  write: (viewer) => viewer.can('survey:record'),
};

export const guideAccess: AccessRule<InterviewGuide> = {
  read: (viewer) => viewer.can('survey:read'),
  write: (viewer) => viewer.can('survey:write'),
};

export const interviewAccess: AccessRule<Interview> = {
  read: (viewer) => viewer.can('survey:read'),
  write: (viewer) => viewer.can('survey:record'),
};

export const observationAccess: AccessRule<InterviewObservation> = {
  read: (viewer) => viewer.can('survey:read'),
  write: (viewer) => viewer.can('survey:record'),
};
