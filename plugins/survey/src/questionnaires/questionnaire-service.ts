import type { Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { type LocalizedTextInput, textsOf, UserError, UserErrors } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import type { SurveySettings } from '../settings.js';
import { lint } from './lint.js';
import type { LintFinding } from './lint-finding.js';
import { publishFaults } from './publish-check.js';
import { SurveyQuestion } from './question.js';
import { questionFaults } from './question-check.js';
import { FIXED_SCALES, QuestionType } from './question-type.js';
import { Questionnaire, QuestionnaireState } from './questionnaire.js';
import type {
  ConditionInput,
  PublishQuestionnaireInput,
  SurveyOptionInput,
  SurveyQuestionInput,
  WriteQuestionnaireInput,
} from './questionnaire-inputs.js';
import { SurveyState } from './survey.js';
import { surveyToChange } from './survey-service.js';

type Settings = Pick<Services, 'settings'>;

/** Locks the survey, so that it has one draft at most. A published edition is left alone: this is the next one. */
export async function writeQuestionnaire(
  tx: Tx,
  services: Settings,
  input: WriteQuestionnaireInput,
): Promise<Questionnaire> {
  const survey = await surveyToChange(tx, input);
  const faults = questionFaults(input.questions);
  if (faults.length > 0) throw new UserErrors(faults);
  const editions = await tx.em.find(Questionnaire, { survey: survey.id }, { orderBy: { number: 'asc' } });
  const last = editions.at(-1);
  const draft =
    last?.state === QuestionnaireState.DRAFT
      ? last
      : tx.em.create(
          Questionnaire,
          { survey, number: (last?.number ?? 0) + 1, languages: [] },
          { partial: true },
        );
  draft.languages = [...input.languages];
  draft.hiddenFields = [...new Set(input.hiddenFields)];
  draft.contradictions = input.contradictions.map(({ all, reason }) => ({ all: all.map(condition), reason }));
  await tx.em.flush();
  await tx.em.nativeDelete(SurveyQuestion, { questionnaire: draft.id });
  const questions = input.questions.map((question, index) =>
    tx.em.create(
      SurveyQuestion,
      { questionnaire: draft, position: index + 1, ...stored(question) },
      { partial: true },
    ),
  );
  draft.lintFindings = lint(questions, services.settings<SurveySettings>('survey').plainLanguage);
  audit(tx, {
    action: 'survey.writeQuestionnaire',
    subject: draft.id,
    after: { survey: survey.id, number: draft.number, questions: questions.map(({ key }) => key) },
  });
  return draft;
}

/** Locks the survey. From here on the edition never changes; new invitations get it, running responses keep theirs. */
export async function publishQuestionnaire(
  tx: Tx,
  services: Settings,
  input: PublishQuestionnaireInput,
): Promise<Questionnaire> {
  const field = ['questionnaireId'];
  const seen = await tx.see(Questionnaire, input.questionnaireId, field);
  const survey = await surveyToChange(tx, { surveyId: seen.survey.id });
  const edition = await tx.get(Questionnaire, seen.id, { field, version: input.version });
  if (edition.state === QuestionnaireState.PUBLISHED)
    throw new UserError('QUESTIONNAIRE_PUBLISHED', field, 'This edition is published already.');
  const questions = await questionsOf(tx, edition);
  // By what counts as plain today, which may not be what counted when the draft was written.
  const { plainLanguage } = services.settings<SurveySettings>('survey');
  edition.lintFindings = lint(questions, plainLanguage);
  const faults = publishFaults(survey, edition, questions);
  if (plainLanguage.isRequired) faults.push(...edition.lintFindings.map(notPlain));
  if (faults.length > 0) throw new UserErrors(faults);
  // The key that anonymous answers are sealed under is made now: made with the first answer, it would tell its instant.
  if (survey.isAnonymous)
    await tx.seal({ owner: survey.id, table: 'survey_answer', id: survey.id, column: 'sensitive' }, '');
  edition.state = QuestionnaireState.PUBLISHED;
  edition.publishedAt = tx.now;
  survey.currentQuestionnaire = edition;
  survey.state = SurveyState.OPEN;
  audit(tx, { action: 'survey.publish', subject: edition.id, after: { survey: survey.id } });
  emit(tx, 'survey.published', {
    subject: survey.id,
    payload: { surveyId: survey.id, questionnaireId: edition.id, number: edition.number },
  });
  return edition;
}

function notPlain({ question, locale, message }: LintFinding): UserError {
  return new UserError('NOT_PLAIN', ['questionnaireId'], `"${question}" in ${locale}: ${message}`);
}

export function questionsOf(tx: Tx, { id }: { readonly id: string }): Promise<SurveyQuestion[]> {
  return tx.em.find(SurveyQuestion, { questionnaire: id }, { orderBy: { position: 'asc' } });
}

function stored(input: SurveyQuestionInput): Partial<SurveyQuestion> {
  const isFree = input.type === QuestionType.LIKERT || input.type === QuestionType.MATRIX;
  const [low = null, high = null] =
    FIXED_SCALES[input.type] ?? (isFree ? [input.scaleMin ?? 1, input.scaleMax ?? 5] : []);
  return {
    key: input.key,
    type: input.type,
    text: textsOf(input.text),
    help: optional(input.help),
    aspect: input.aspect ?? null,
    isRequired: input.isRequired,
    isSensitive: input.isSensitive,
    isReversed: input.isReversed,
    asksForImprovement: input.asksForImprovement,
    scaleMin: low,
    scaleMax: high,
    lowLabel: optional(input.lowLabel),
    highLabel: optional(input.highLabel),
    storedOptions: input.options.map(option),
    storedStatements: input.statements.map(option),
    minChoices: input.minChoices ?? null,
    maxChoices: input.maxChoices ?? null,
    minNumber: input.minNumber ?? null,
    maxNumber: input.maxNumber ?? null,
    plausibleMin: input.plausibleMin ?? null,
    plausibleMax: input.plausibleMax ?? null,
    maxLength: input.maxLength ?? null,
    callbackBelow: input.callbackBelow ?? null,
    branches: input.branches.map(({ when, goTo }) => ({ when: when.map(condition), goTo })),
    next: input.next ?? null,
  };
}

function optional(texts: readonly LocalizedTextInput[] | null | undefined) {
  return texts ? textsOf(texts) : null;
}

function option({ key, text }: SurveyOptionInput) {
  return { key, text: textsOf(text) };
}

function condition({ question, test, values = null, number = null }: ConditionInput) {
  return { question, test, values, number };
}
