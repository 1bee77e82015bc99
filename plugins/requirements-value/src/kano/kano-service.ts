import { Customer } from '@candor/core/customers';
import { Requirement } from '@candor/core/requirements';
import type { DomainEvent } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { kanoLetter } from '../formulas/kano.js';
import { ValueKanoAnswer } from './kano-answer.js';
import { CATEGORY_OF } from './kano-answers.js';
import type { KanoAnswerInput, RecordKanoAnswersInput, SetKanoQuestionsInput } from './kano-inputs.js';
import { ValueKanoQuestion } from './kano-question.js';

/** Writes answers down; what was recorded from the same sheet before is replaced. */
export async function recordKanoAnswers(tx: Tx, input: RecordKanoAnswersInput): Promise<Requirement> {
  const { requirementId, source, answers } = input;
  const requirement = await tx.see(Requirement, requirementId, ['requirementId']);
  const sheets = answers.map(({ sourceId }) => sourceId);
  if (new Set(sheets).size < sheets.length)
    throw new UserError('INVALID', ['answers'], 'Give each sheet once.');
  for (const { customerId, ...answer } of answers) {
    const customer = customerId == null ? null : await tx.see(Customer, customerId, ['answers']);
    await put(tx, requirement, source, answer, customer);
  }
  audit(tx, {
    action: 'requirement.recordKanoAnswers',
    subject: requirement.id,
    after: { source, answers: answers.length },
  });
  return requirement;
}

/** Says which two questions of a survey ask for a requirement; a pair that was set for both before is replaced. */
export async function setKanoQuestions(tx: Tx, input: SetKanoQuestionsInput): Promise<ValueKanoQuestion> {
  const { requirementId, surveyId, functionalQuestion, dysfunctionalQuestion } = input;
  if (functionalQuestion === dysfunctionalQuestion)
    throw new UserError('INVALID', ['dysfunctionalQuestion'], 'It takes two questions.');
  const requirement = await tx.see(Requirement, requirementId, ['requirementId']);
  const pair =
    (await tx.em.findOne(ValueKanoQuestion, { surveyId, requirement: requirement.id })) ??
    tx.em.create(
      ValueKanoQuestion,
      { surveyId, requirement, functionalQuestion, dysfunctionalQuestion },
      { partial: true },
    );
  pair.functionalQuestion = functionalQuestion;
  pair.dysfunctionalQuestion = dysfunctionalQuestion;
  audit(tx, { action: 'requirement.setKanoQuestions', subject: requirement.id, after: { surveyId } });
  return pair;
}

/** Records what a response of a survey says of requirements. Answers off the scale of 1 to 5 say nothing. */
export async function recordSurveyAnswers(
  tx: Tx,
  { payload }: DomainEvent<'survey.response-submitted'>,
): Promise<void> {
  const { surveyId, responseId, customerId, ratings = {} } = payload;
  const pairs = await tx.em.find(ValueKanoQuestion, { surveyId }, { populate: ['requirement'] });
  if (pairs.length === 0) return;
  const customer = await tx.em.findOne(Customer, { id: customerId });
  for (const { requirement, functionalQuestion, dysfunctionalQuestion } of pairs) {
    const functional = ratings[functionalQuestion];
    const dysfunctional = ratings[dysfunctionalQuestion];
    if (functional === undefined || dysfunctional === undefined) continue;
    if (!kanoLetter(functional, dysfunctional)) continue;
    await put(tx, requirement, 'survey', { functional, dysfunctional, sourceId: responseId }, customer);
  }
}

async function put(
  tx: Tx,
  requirement: Requirement,
  source: string,
  { functional, dysfunctional, sourceId }: Omit<KanoAnswerInput, 'customerId'>,
  customer: Customer | null,
): Promise<void> {
  const letter = kanoLetter(functional, dysfunctional);
  if (!letter) throw new UserError('INVALID', ['answers'], 'Give whole numbers from 1 to 5.');
  const facts = { functional, dysfunctional, category: CATEGORY_OF[letter], customer, answeredAt: tx.now };
  const known = await tx.em.findOne(ValueKanoAnswer, { requirement: requirement.id, source, sourceId });
  if (known) tx.em.assign(known, facts);
  else tx.em.create(ValueKanoAnswer, { requirement, source, sourceId, ...facts }, { partial: true });
}
