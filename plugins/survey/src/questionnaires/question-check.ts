import { UserError } from '@candor/kernel/graphql';
import { CHOICES, FIXED_SCALES, QuestionType, SCALES } from './question-type.js';
import type { SurveyQuestionInput } from './questionnaire-inputs.js';

/** What is wrong with the questions one by one, whatever the ways between them. */
export function questionFaults(questions: readonly SurveyQuestionInput[]): UserError[] {
  const keys = questions.map(({ key }) => key);
  return questions.flatMap((question, index) => {
    const at = ['questions', String(index)];
    const own = faultsOf(question).map(
      ([field, message]) => new UserError('INVALID', [...at, field], message),
    );
    const isRepeated = keys.indexOf(question.key) < index;
    return isRepeated
      ? [new UserError('INVALID', [...at, 'key'], `Two questions have the key "${question.key}".`), ...own]
      : own;
  });
}

type Fault = readonly [field: string, message: string];

function faultsOf(question: SurveyQuestionInput): Fault[] {
  const { type } = question;
  const faults: Fault[] = [];
  if (CHOICES.has(type) !== question.options.length > 0) {
    faults.push(['options', CHOICES.has(type) ? 'Give at least two options.' : `A ${type} has no options.`]);
  } else if (question.options.length === 1) faults.push(['options', 'Give at least two options.']);
  if ((type === QuestionType.MATRIX) !== question.statements.length > 0) {
    const isMatrix = type === QuestionType.MATRIX;
    faults.push(['statements', isMatrix ? 'Give at least one statement.' : 'Only a MATRIX has statements.']);
  }
  return [...faults, ...scaleFaults(question), ...limitFaults(question)];
}

function scaleFaults({ type, isSensitive, scaleMin, scaleMax, callbackBelow }: SurveyQuestionInput): Fault[] {
  const faults: Fault[] = [];
  const isFree = type === QuestionType.LIKERT || type === QuestionType.MATRIX;
  if (!isFree && (scaleMin != null || scaleMax != null)) {
    const fixed = FIXED_SCALES[type];
    const message = fixed ? `The scale of ${type} is ${fixed.join(' to ')}.` : `A ${type} has no scale.`;
    faults.push(['scaleMin', message]);
  }
  if (callbackBelow != null && !SCALES.has(type))
    faults.push(['callbackBelow', 'Only an answer on a scale leads to a call-back.']);
  if (callbackBelow != null && isSensitive)
    faults.push(['callbackBelow', 'A sensitive answer is encrypted: nobody would be called.']);
  return faults;
}

function limitFaults(question: SurveyQuestionInput): Fault[] {
  const { type, minChoices, maxChoices, minNumber, maxNumber, options } = question;
  const faults: Fault[] = [];
  if (minNumber != null && maxNumber != null && minNumber > maxNumber)
    faults.push(['maxNumber', 'The greatest number is not less than the least.']);
  const [least, most] = [minChoices ?? 1, maxChoices ?? options.length];
  if (type === QuestionType.MULTIPLE_CHOICE && (least > most || most > options.length))
    faults.push(['maxChoices', `Choose between 1 and ${options.length}, and not less than at least.`]);
  return faults;
}
