import '@candor/kernel';
import { inLanguage, type LocalizedText } from '@candor/kernel/database';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { SurveyOption } from '../questionnaires/option.js';
import type { StoredOption, SurveyQuestion } from '../questionnaires/question.js';
import { QuestionType } from '../questionnaires/question-type.js';
import { recalled } from '../questionnaires/recall.js';
import { givenOf, pathOf } from './progress.js';
import { ResponseState } from './response.js';
import type { Sitting } from './sitting.js';

/** A question as the person sees it. */
@ObjectType({
  description: 'A question as the person sees it: in one language, with earlier answers recalled.',
})
export class AskedQuestion {
  @Field(() => String, { description: 'What to send with the answer.' })
  key!: string;

  @Field(() => QuestionType, { description: 'What kind of answer it takes.' })
  type!: QuestionType;

  @Field(() => String, { description: 'The question.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'What helps to answer it.' })
  help!: string | null;

  @Field(() => Boolean, { description: 'Whether it has to be answered.' })
  isRequired!: boolean;

  @Field(() => Boolean, { description: 'Whether the answer is stored encrypted.' })
  isSensitive!: boolean;

  @Field(() => Int, { nullable: true, description: 'The lowest value of the scale; null without a scale.' })
  scaleMin!: number | null;

  @Field(() => Int, { nullable: true, description: 'The highest value of the scale; null without a scale.' })
  scaleMax!: number | null;

  @Field(() => String, { nullable: true, description: 'What the lowest value means.' })
  lowLabel!: string | null;

  @Field(() => String, { nullable: true, description: 'What the highest value means.' })
  highLabel!: string | null;

  @Field(() => [SurveyOption], { description: 'The options of a choice or ranking; empty for others.' })
  options!: SurveyOption[];

  @Field(() => [SurveyOption], { description: 'The statements of a matrix; empty for others.' })
  statements!: SurveyOption[];

  @Field(() => Int, { nullable: true, description: 'How many options at least.' })
  minChoices!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many options at most.' })
  maxChoices!: number | null;

  @Field(() => Float, { nullable: true, description: 'The least number that is taken.' })
  minNumber!: number | null;

  @Field(() => Float, { nullable: true, description: 'The greatest number that is taken.' })
  maxNumber!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many characters a text may have.' })
  maxLength!: number | null;
}

/** What somebody who answers sees: the question to answer now, and how far they are. */
@ObjectType({
  description: 'What somebody who answers a survey sees: the question to answer now, and how far they are.',
})
export class SurveySheet {
  @Field(() => ID, { nullable: true, description: 'The invitation that is answered; null with a ballot.' })
  invitationId!: string | null;

  @Field(() => String, { description: 'What the survey is called.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What is said before the first question.' })
  introduction!: string | null;

  @Field(() => String, { nullable: true, description: 'What is said after the last question.' })
  thanks!: string | null;

  @Field(() => Boolean, { description: 'Whether nobody can find out who answered what.' })
  isAnonymous!: boolean;

  @Field(() => String, { description: 'The language of the texts.' })
  language!: string;

  @Field(() => [String], { description: 'The languages it can be read in.' })
  languages!: string[];

  @Field(() => ResponseState, {
    nullable: true,
    description: 'How far the response is; null before it begins.',
  })
  state!: ResponseState | null;

  @Field(() => AskedQuestion, {
    nullable: true,
    description: 'The question to answer now; null once all are through.',
  })
  current!: AskedQuestion | null;

  @Field(() => [String], { description: 'The keys of the questions that are through, in their order.' })
  passed!: readonly string[];

  @Field(() => Int, { description: 'How many questions are left at most; branches may leave some out.' })
  leftAtMost!: number;

  @Field(() => Boolean, { description: 'Whether all questions are through, so that it can be handed in.' })
  isComplete!: boolean;
}

export function sheetOf(sitting: Sitting): SurveySheet {
  const { survey, questionnaire, questions, response, language, rows, invitation } = sitting;
  const given = givenOf(questions, rows);
  const { passed, current } = pathOf(questions, rows);
  const question = questions.find(({ key }) => key === current) ?? null;
  return {
    invitationId: survey.isAnonymous ? null : (invitation?.id ?? null),
    title: inLanguage(survey.title, language),
    introduction: inOne(survey.introduction, language),
    thanks: inOne(survey.thanks, language),
    isAnonymous: survey.isAnonymous,
    language,
    languages: questionnaire.languages,
    state: response?.state ?? null,
    current: question && asked(question, (text) => recalled(text, given, questions, language), language),
    passed,
    leftAtMost: question === null ? 0 : questions.length - question.position + 1,
    isComplete: current === null,
  };
}

function asked(question: SurveyQuestion, recall: (text: string) => string, language: string): AskedQuestion {
  const { key, type, isRequired, isSensitive, scaleMin, scaleMax } = question;
  const { minChoices, maxChoices, minNumber, maxNumber, maxLength } = question;
  return {
    key,
    type,
    text: recall(inLanguage(question.text, language)),
    help: question.help && recall(inLanguage(question.help, language)),
    isRequired,
    isSensitive,
    scaleMin,
    scaleMax,
    lowLabel: inOne(question.lowLabel, language),
    highLabel: inOne(question.highLabel, language),
    options: optionsIn(question.storedOptions, language),
    statements: optionsIn(question.storedStatements, language),
    minChoices,
    maxChoices,
    minNumber,
    maxNumber,
    maxLength,
  };
}

export function optionsIn(options: readonly StoredOption[], language: string): SurveyOption[] {
  return options.map(({ key, text }) => ({ key, text: inLanguage(text, language) }));
}

function inOne(text: LocalizedText | null, language: string): string | null {
  return text && inLanguage(text, language);
}
