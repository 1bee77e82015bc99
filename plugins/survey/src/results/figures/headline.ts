import type { RequestContext } from '@candor/kernel';
import { Field, Float, ObjectType } from 'type-graphql';
import { QuestionType, SCALES } from '../../questionnaires/question-type.js';
import type { AskedForm } from '../slice/forms.js';
import { meanEstimate, within } from '../statistics/interval.js';
import { type Counts, csatOf, npsOf, points } from '../statistics/scale.js';
import { SurveyScore, score } from './score.js';

/** One question or statement as one item of a survey. */
@ObjectType({ description: 'How one question or statement did, in points of 100.' })
export class SurveyItemScore {
  @Field(() => String, { description: 'The key of the question.' })
  question!: string;

  @Field(() => String, { nullable: true, description: 'Of a matrix: the key of the statement.' })
  statement!: string | null;

  @Field(() => String, { description: 'What it says.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'The aspect that it measures.' })
  aspect!: string | null;

  @Field(() => SurveyScore, { description: 'Its mean in points of 100; a reversed scale is turned round.' })
  points!: SurveyScore;

  @Field(() => Boolean, { description: 'Whether it is below the points asked for as low: measures are due.' })
  isLow!: boolean;
}

/** One aspect of the brief. */
@ObjectType({ description: 'How one aspect of the brief did, over its questions, in points of 100.' })
export class SurveyAspectScore {
  @Field(() => String, { description: 'The aspect, such as `speed`.' })
  aspect!: string;

  @Field(() => Float, { nullable: true, description: 'The mean of its items; null where nobody answered.' })
  value!: number | null;
}

/** The scores of some responses. */
@ObjectType({ description: 'The scores of some responses, each with n, interval and definition.' })
export class SurveyScores {
  @Field(() => SurveyScore, {
    description:
      'Overall satisfaction in points of 100: the mean over people of their CSAT answers, 0 for the worst and 100 for the best.',
  })
  csat100!: SurveyScore;

  @Field(() => SurveyScore, {
    description: 'The share of 4 and 5 of 5 in the first CSAT question, in percent.',
  })
  csat!: SurveyScore;

  @Field(() => SurveyScore, { description: 'The net promoter score of the first NPS question.' })
  nps!: SurveyScore;

  @Field(() => [SurveyItemScore], {
    description: 'Every question and statement on a scale but NPS, the lowest first.',
  })
  items!: SurveyItemScore[];

  @Field(() => [SurveyAspectScore], {
    description: 'Each aspect of the brief that a CSAT question measures.',
  })
  aspects!: SurveyAspectScore[];
}

/** Counts by question and statement, as `keyOf` joins them. */
export type CountsByItem = ReadonlyMap<string, Counts>;

export const keyOf = (question: string, statement: string) => `${question}\n${statement}`;

const NONE: Counts = new Map();

/** The scores from the counts of each item and the mean of each person. */
export function scoresOf(
  context: RequestContext,
  forms: readonly AskedForm[],
  counts: CountsByItem,
  {
    perPerson,
    lowBelow,
  }: {
    readonly perPerson: {
      readonly n: number;
      readonly mean: number | null;
      readonly deviation: number | null;
    };
    readonly lowBelow: number;
  },
): SurveyScores {
  const first = (type: QuestionType) => {
    const form = headlineOf(forms, type);
    return (form && counts.get(keyOf(form.key, ''))) ?? NONE;
  };
  const items = itemsOf(context, forms, counts, lowBelow);
  const aspects = Map.groupBy(
    items.filter(({ aspect, points: { n } }) => aspect !== null && n > 0),
    ({ aspect }) => aspect!,
  );
  return {
    csat100: score(context, 'csat100', within(meanEstimate(perPerson), 0, 100)),
    csat: score(context, 'csat', csatOf(first(QuestionType.CSAT))),
    nps: score(context, 'nps', npsOf(first(QuestionType.NPS))),
    items,
    aspects: [...aspects].map(([aspect, own]) => ({
      aspect,
      value: own.reduce((sum, { points: { value } }) => sum + value!, 0) / own.length,
    })),
  };
}

/** The question that a score of the whole survey is of: about the aspect `overall`, or else the first. */
function headlineOf(forms: readonly AskedForm[], type: QuestionType): AskedForm | undefined {
  const own = forms.filter((form) => form.type === type && !form.isSensitive);
  return own.find(({ key, aspect }) => key === 'overall' || aspect === 'overall') ?? own[0];
}

function itemsOf(
  context: RequestContext,
  forms: readonly AskedForm[],
  counts: CountsByItem,
  lowBelow: number,
): SurveyItemScore[] {
  const scales = forms.filter(
    ({ type, isSensitive }) => SCALES.has(type) && type !== QuestionType.NPS && !isSensitive,
  );
  const items = scales.flatMap((form) => {
    const { scaleMin: min, scaleMax: max, isReversed, aspect } = form;
    const parts = form.type === QuestionType.MATRIX ? form.statements : [{ key: '', text: form.text }];
    return parts.map((part) => {
      const own = counts.get(keyOf(form.key, part.key)) ?? NONE;
      const result = score(context, 'points', points(own, { min: min!, max: max!, isReversed }));
      return {
        question: form.key,
        statement: part.key === '' ? null : part.key,
        text: part.text,
        aspect,
        points: result,
        isLow: result.value !== null && result.value < lowBelow,
      };
    });
  });
  return items.sort((a, b) => (a.points.value ?? 101) - (b.points.value ?? 101));
}
