import type { AccessRule, Viewer } from '@candor/kernel';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { SurveyQuestion } from './question.js';
import { Questionnaire, QuestionnaireState } from './questionnaire.js';
import { Survey } from './survey.js';

const forStaff = (viewer: Viewer) => viewer.can('survey:read');

/** Staff see all surveys; a customer, or whoever comes with a link, those that they are invited to. */
export const surveyAccess: AccessRule<Survey> = {
  read: (viewer, row) => forStaff(viewer) || isInvited(viewer, row.id),
  write: (viewer) => viewer.can('survey:write'),
  fields: {
    brief: forStaff,
    repeat: forStaff,
    repeatTimes: forStaff,
    coolDown: forStaff,
    answerWithin: forStaff,
    reminders: forStaff,
    callbackWithin: forStaff,
    owner: forStaff,
    fastestSeconds: forStaff,
    quota: forStaff,
    quotas: forStaff,
    provenance: forStaff,
  },
};

/** Drafts are for staff. */
export const questionnaireAccess: AccessRule<Questionnaire> = {
  read: (viewer, row) =>
    forStaff(viewer) ||
    sql<SqlBool>`(${row.state} = ${sql.lit(QuestionnaireState.PUBLISHED)} and ${viewer.sees(Survey, row.survey)})`,
  write: (viewer) => viewer.can('survey:write'),
  fields: { hiddenFields: forStaff, contradictions: forStaff, lintFindings: forStaff },
};

/** Where a question leads, and which score leads to a call, would colour the answer. */
export const questionAccess: AccessRule<SurveyQuestion> = {
  read: (viewer, row) => forStaff(viewer) || viewer.sees(Questionnaire, row.questionnaire),
  write: () => false,
  fields: { branches: forStaff, next: forStaff, callbackBelow: forStaff },
};

/** Written out instead of by the invitation's own rule, which looks at the survey in turn. */
function isInvited(viewer: Viewer, survey: Expression<unknown>) {
  const whose = viewer.is('customer')
    ? sql`invited.customer_id = ${viewer.id} and invited.sent_at is not null`
    : viewer.is('share') && sql`invited.id = ${viewer.param('subject')}`;
  return (
    whose &&
    sql<SqlBool>`exists (select 1 from survey_invitation as invited where invited.survey_id = ${survey} and ${whose})`
  );
}
