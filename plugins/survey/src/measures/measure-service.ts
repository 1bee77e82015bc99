import { StaffMember } from '@candor/core/people';
import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { SurveyQuestion } from '../questionnaires/question.js';
import { QuestionType, SCALES } from '../questionnaires/question-type.js';
import { QuestionnaireState } from '../questionnaires/questionnaire.js';
import { Survey } from '../questionnaires/survey.js';
import { MeasureState, SurveyMeasure } from './measure.js';
import type { FinishSurveyMeasureInput, PlanSurveyMeasureInput } from './measure-inputs.js';

export async function planMeasure(tx: Tx, input: PlanSurveyMeasureInput): Promise<SurveyMeasure> {
  const survey = await tx.see(Survey, input.surveyId, ['surveyId']);
  const owner = await tx.see(StaffMember, input.ownerId, ['ownerId']);
  if (input.dueAt <= tx.now) throw new UserError('INVALID', ['dueAt'], 'Give an instant that is to come.');
  await refuseNoItem(tx, survey, input);
  const { question, statement, action, dueAt } = input;
  const facts = { survey, owner, questionKey: question, itemKey: statement ?? '', action, dueAt };
  const measure = tx.em.create(SurveyMeasure, facts, { partial: true });
  audit(tx, {
    action: 'survey.planMeasure',
    subject: measure.id,
    after: { survey: survey.id, question, owner: owner.id },
  });
  return measure;
}

/** It is done once, and what came of it is written down. */
export async function finishMeasure(tx: Tx, input: FinishSurveyMeasureInput): Promise<SurveyMeasure> {
  const { measureId, version, outcome } = input;
  const measure = await tx.get(SurveyMeasure, measureId, { field: ['measureId'], version });
  if (measure.state === MeasureState.DONE)
    throw new UserError('MEASURE_DONE', ['measureId'], 'This measure is done already.');
  measure.state = MeasureState.DONE;
  measure.doneAt = tx.now;
  measure.outcome = outcome;
  audit(tx, {
    action: 'survey.finishMeasure',
    subject: measure.id,
    after: { isOnTime: tx.now <= measure.dueAt },
  });
  return measure;
}

/** An item is a question on a scale, or a statement of a matrix, of any edition that was asked. */
async function refuseNoItem(
  tx: Tx,
  survey: Survey,
  { question, statement = null }: PlanSurveyMeasureInput,
): Promise<void> {
  const asked = await tx.em.find(SurveyQuestion, {
    questionnaire: { survey: survey.id, state: QuestionnaireState.PUBLISHED },
    key: question,
  });
  const scales = asked.filter(({ type, isSensitive }) => SCALES.has(type) && !isSensitive);
  if (scales.length === 0)
    throw new UserError(
      'INVALID',
      ['question'],
      `"${question}" is no question on a scale that was published.`,
    );
  const isThere = scales.some(({ type, storedStatements }) =>
    type === QuestionType.MATRIX ? storedStatements.some(({ key }) => key === statement) : statement === null,
  );
  if (isThere) return;
  const known = scales.flatMap(({ storedStatements }) => storedStatements.map(({ key }) => key));
  const message =
    known.length > 0 ? `Name one of the statements ${known.join(', ')}.` : `"${question}" has no statements.`;
  throw new UserError('INVALID', ['statement'], message);
}
