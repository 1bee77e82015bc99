import type { LocalizedText } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { branchingFaults } from './branching-check.js';
import type { Contradiction } from './contradiction.js';
import type { SurveyQuestion } from './question.js';
import type { Questionnaire } from './questionnaire.js';
import { recalledKeys } from './recall.js';
import type { Survey } from './survey.js';

/** What stands against publishing an edition: a missing brief, texts, ways and recalls that lead nowhere. */
export function publishFaults(
  survey: Survey,
  { languages, contradictions }: Pick<Questionnaire, 'languages' | 'contradictions'>,
  questions: readonly SurveyQuestion[],
): UserError[] {
  return [
    ...briefFaults(survey, questions),
    ...missingTexts(survey, languages, questions),
    ...recallFaults(questions),
    ...contradictionFaults(contradictions, questions),
    ...branchingFaults(questions).map(
      ({ message }) => new UserError('BRANCHING', ['questionnaireId'], message),
    ),
  ];
}

function briefFaults({ brief }: Survey, questions: readonly SurveyQuestion[]): UserError[] {
  if (!brief) {
    const message =
      'Write the brief first: the goal, the aspects that are assessed, the audience and the key questions.';
    return [new UserError('BRIEF_MISSING', ['questionnaireId'], message)];
  }
  const { aspects } = brief;
  return questions
    .filter(({ aspect }) => aspect !== null && !aspects.includes(aspect))
    .map(({ key, aspect }) =>
      invalid(
        `"${key}" measures "${aspect}", which the brief does not name. It names ${aspects.join(', ')}.`,
      ),
    );
}

function missingTexts(
  survey: Survey,
  languages: readonly string[],
  questions: readonly SurveyQuestion[],
): UserError[] {
  const texts: Array<readonly [where: string, text: LocalizedText | null]> = [
    ['The title', survey.title],
    ['The introduction', survey.introduction],
    ['The thanks', survey.thanks],
    ...questions.flatMap((question) => textsOfQuestion(question)),
  ];
  return texts.flatMap(([where, text]) => {
    const missing = text === null ? [] : languages.filter((language) => !text[language]);
    return missing.length > 0 ? [invalid(`${where} is missing in ${missing.join(', ')}.`)] : [];
  });
}

function textsOfQuestion(question: SurveyQuestion): Array<readonly [string, LocalizedText | null]> {
  const { key, text, help, lowLabel, highLabel, storedOptions, storedStatements } = question;
  return [
    [`The text of "${key}"`, text],
    [`The help of "${key}"`, help],
    [`The label of the lowest value of "${key}"`, lowLabel],
    [`The label of the highest value of "${key}"`, highLabel],
    ...[...storedOptions, ...storedStatements].map((one) => [`"${one.key}" of "${key}"`, one.text] as const),
  ];
}

function recallFaults(questions: readonly SurveyQuestion[]): UserError[] {
  return questions.flatMap(({ key, text, help }, index) =>
    [...recalledKeys(text), ...recalledKeys(help)].flatMap((recalled) => {
      const earlier = questions.slice(0, index).find((one) => one.key === recalled);
      if (!earlier) return [invalid(`"${key}" recalls "${recalled}", which is not asked before it.`)];
      return earlier.isSensitive
        ? [invalid(`"${key}" recalls "${recalled}", whose answer is encrypted.`)]
        : [];
    }),
  );
}

function contradictionFaults(
  contradictions: readonly Contradiction[],
  questions: readonly SurveyQuestion[],
): UserError[] {
  return contradictions.flatMap(({ all, reason }) =>
    all.flatMap(({ question }) => {
      const about = questions.find(({ key }) => key === question.split('.')[0]);
      if (about && !about.isSensitive) return [];
      return [
        invalid(`The contradiction "${reason}" looks at "${question}": name a question that can be read.`),
      ];
    }),
  );
}

function invalid(message: string): UserError {
  return new UserError('INVALID', ['questionnaireId'], message);
}
