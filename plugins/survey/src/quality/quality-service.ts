import { Feedback } from '@candor/core/feedback';
import { StaffMember } from '@candor/core/people';
import { Requirement } from '@candor/core/requirements';
import { Ticket } from '@candor/core/tickets';
import { type Tx, tagOf } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { InterviewObservation } from '../interviews/observation.js';
import { idFor } from '../responses/anonymity.js';
import { SurveyAnswer } from '../responses/answer.js';
import { ResponseState, SurveyResponse } from '../responses/response.js';
import { SurveyCode } from './code.js';
import { SurveyCoding } from './coding.js';
import { SurveyFlag } from './flag.js';
import { SurveyImprovement } from './improvement.js';
import type {
  CodeSurveyTextInput,
  ExcludeSurveyResponseInput,
  FlagSurveyResponseInput,
  IncludeSurveyResponseInput,
  SetSurveyCodeInput,
  TakeUpSurveyAnswerInput,
} from './quality-inputs.js';

/** What an answer can lead to, by the tag of its id. */
const TARGETS: ReadonlyMap<string, new () => object> = new Map<string, new () => object>([
  ['feedback', Feedback],
  ['requirement', Requirement],
  ['ticket', Ticket],
]);

export async function flagResponse(tx: Tx, input: FlagSurveyResponseInput): Promise<SurveyResponse> {
  const response = await tx.see(SurveyResponse, input.responseId, ['responseId']);
  const { kind, detail } = input;
  if ((await tx.em.count(SurveyFlag, { response: response.id, kind, detail })) === 0) {
    const id = idFor('survey_flag', response);
    tx.em.create(SurveyFlag, { id, response, kind, detail, isAutomatic: false }, { partial: true });
    audit(tx, { action: 'surveyResponse.flag', subject: response.id, after: { kind } });
  }
  return response;
}

/** Figures leave the response out from now on; it stays, with the reason. Locks the response. */
export async function excludeResponse(tx: Tx, input: ExcludeSurveyResponseInput): Promise<SurveyResponse> {
  const response = await responseToChange(tx, input);
  response.isExcluded = true;
  response.exclusionReason = input.reason;
  audit(tx, { action: 'surveyResponse.exclude', subject: response.id });
  return response;
}

export async function includeResponse(tx: Tx, input: IncludeSurveyResponseInput): Promise<SurveyResponse> {
  const response = await responseToChange(tx, input);
  response.isExcluded = false;
  response.exclusionReason = null;
  audit(tx, { action: 'surveyResponse.include', subject: response.id });
  return response;
}

export async function setCode(tx: Tx, input: SetSurveyCodeInput): Promise<SurveyCode> {
  const facts = {
    name: textsOf(input.name),
    definition: input.definition ? textsOf(input.definition) : null,
    tone: input.tone,
  };
  const known = await tx.em.findOne(SurveyCode, { key: input.key });
  const code = known ?? tx.em.create(SurveyCode, { key: input.key, ...facts }, { partial: true });
  Object.assign(code, facts);
  audit(tx, { action: 'surveyCode.set', subject: code.id, after: { key: input.key, tone: input.tone } });
  return code;
}

/** Gives a text exactly these codes. Answers and observations are coded alike, from one code book. */
export async function codeText(tx: Tx, input: CodeSurveyTextInput): Promise<SurveyCode[]> {
  const field = ['textId'];
  const isAnswer = tagOf(input.textId) === 'survey_answer';
  const text = isAnswer
    ? { answer: await tx.see(SurveyAnswer, input.textId, field) }
    : { observation: await tx.see(InterviewObservation, input.textId, field) };
  const keys = [...new Set(input.codes)];
  const codes = await tx.em.find(SurveyCode, { key: { $in: keys } });
  const unknown = keys.filter((key) => !codes.some((code) => code.key === key));
  if (unknown.length > 0)
    throw new UserError('INVALID', ['codes'], `The code book has no ${unknown.join(', ')}; add it first.`);
  const before = await tx.em.find(
    SurveyCoding,
    isAnswer ? { answer: input.textId } : { observation: input.textId },
  );
  for (const one of before) tx.em.remove(one);
  await tx.em.flush();
  const inOrder = keys.map((key) => codes.find((code) => code.key === key)!);
  for (const [index, code] of inOrder.entries()) {
    tx.em.create(
      SurveyCoding,
      { code, ...text, position: index + 1, codedBy: staffOf(tx) },
      { partial: true },
    );
  }
  return inOrder;
}

/** Links an answer to what it led to, once each; or says why nothing has to be done. */
export async function takeUpAnswer(tx: Tx, input: TakeUpSurveyAnswerInput): Promise<SurveyImprovement> {
  const answer = await tx.see(SurveyAnswer, input.answerId, ['answerId']);
  const { targetId: target = null, note = null } = input;
  if (target === null && note === null)
    throw new UserError('INVALID', ['note'], 'Name what it led to, or say why nothing has to be done.');
  if (target !== null) await seeTarget(tx, target);
  const known = await tx.em.findOne(SurveyImprovement, { answer: answer.id, target });
  if (known) return known;
  const facts = { answer, target, note, takenUpBy: staffOf(tx) };
  const improvement = tx.em.create(SurveyImprovement, facts, { partial: true });
  audit(tx, { action: 'surveyAnswer.takeUp', subject: answer.id, after: { target } });
  return improvement;
}

async function seeTarget(tx: Tx, target: string): Promise<void> {
  const type = TARGETS.get(tagOf(target) ?? '');
  if (!type)
    throw new UserError('INVALID', ['targetId'], 'Name feedback, a requirement or a ticket by its id.');
  await tx.see(type, target, ['targetId']);
}

async function responseToChange(
  tx: Tx,
  { responseId, version }: { responseId: string; version?: number | null },
): Promise<SurveyResponse> {
  const field = ['responseId'];
  const response = await tx.get(SurveyResponse, responseId, { field, version });
  if (response.state !== ResponseState.SUBMITTED)
    throw new UserError('SURVEY_INCOMPLETE', field, 'Only a response that was handed in counts at all.');
  return response;
}

function staffOf({ actor, em }: Tx): StaffMember | null {
  return actor.kind === 'staff' && actor.id !== null ? em.getReference(StaffMember, actor.id) : null;
}
