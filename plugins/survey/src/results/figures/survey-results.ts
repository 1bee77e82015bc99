import { MetricRatio, ratio } from '@candor/core/feedback';
import type { RequestContext } from '@candor/kernel';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { FlagKind } from '../../quality/flag.js';
import { compared, SurveyBenchmarkComparison } from '../benchmarks/comparison.js';
import { type Opened, SurveyHidden } from '../slice/opened.js';
import { COUNTED, REACHED } from '../slice/slice.js';
import { scoresByGroup } from './groups.js';
import { SurveyScores } from './headline.js';
import { SurveyQuestionResult } from './question-result.js';
import { questionResults } from './question-results.js';
import { rounded } from './score.js';

@ObjectType({ description: 'How long it took to answer, of the responses that count.' })
export class SurveyTimes {
  @Field(() => Int, { description: 'How many responses were timed.' })
  n!: number;

  @Field(() => Float, { nullable: true, description: 'The median, in seconds; null where none was timed.' })
  median!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Nine in ten were done within so many seconds (quantile of type 7).',
  })
  p90!: number | null;
}

@ObjectType({ description: 'How many of the responses that were handed in have a flag.' })
export class SurveyFlagCount {
  @Field(() => FlagKind, { description: 'What is odd.' })
  kind!: FlagKind;

  @Field(() => Int, { description: 'How many responses; those that are left out are among them.' })
  count!: number;
}

@ObjectType({ description: 'How many responses are left out for one reason.' })
export class SurveyExclusionCount {
  @Field(() => String, { description: 'The reason, as staff wrote it.' })
  reason!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({ description: 'What a survey came to, over the responses of a slice that count.' })
export class SurveyResults {
  @Field(() => ID, { description: 'The survey.' })
  surveyId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How many responses count: handed in and not left out. Null where it is hidden.',
  })
  n!: number | null;

  @Field(() => SurveyHidden, {
    nullable: true,
    description: 'Why nothing is shown; null where everything is. Only anonymous surveys hide.',
  })
  hidden!: SurveyHidden | null;

  @Field(() => SurveyScores, { nullable: true, description: 'The scores; null where they are hidden.' })
  scores!: SurveyScores | null;

  @Field(() => [SurveyQuestionResult], { description: 'Each question; none where all is hidden.' })
  questions!: SurveyQuestionResult[];

  @Field(() => MetricRatio, {
    nullable: true,
    description:
      'Of the responses that were begun, those handed in. Of an anonymous survey those still open are not known.',
  })
  completed!: MetricRatio | null;

  @Field(() => MetricRatio, { nullable: true, description: 'Of the responses handed in, those left out.' })
  excluded!: MetricRatio | null;

  @Field(() => [SurveyExclusionCount], { description: 'Why responses are left out.' })
  exclusions!: SurveyExclusionCount[];

  @Field(() => [SurveyFlagCount], { description: 'What is odd about responses.' })
  flagCounts!: SurveyFlagCount[];

  @Field(() => SurveyTimes, { nullable: true, description: 'How long it took; null where it is hidden.' })
  times!: SurveyTimes | null;

  @Field(() => [SurveyBenchmarkComparison], { description: 'How the scores compare with others.' })
  benchmarks!: SurveyBenchmarkComparison[];
}

interface Progress {
  readonly begun: number;
  readonly submitted: number;
  readonly excluded: number;
}

const PROGRESS = `with ${REACHED} select count(*)::int as begun,
    (count(*) filter (where state = 'SUBMITTED'))::int as submitted,
    (count(*) filter (where state = 'SUBMITTED' and is_excluded))::int as excluded from reached`;

const REASONS = `with ${REACHED} select coalesce(exclusion_reason, '') as reason, count(*)::int as count
  from reached where state = 'SUBMITTED' and is_excluded group by 1 order by 2 desc, 1`;

const FLAGS = `with ${REACHED} select f.kind, count(distinct r.id)::int as count
  from reached r join survey_flag f on f.response_id = r.id where r.state = 'SUBMITTED' group by 1 order by 2 desc, 1`;

/** `percentile_cont` interpolates as type 7 of Hyndman and Fan (1996) does. */
const TIMES = `with ${COUNTED} select count(seconds)::int as n,
    percentile_cont(0.5) within group (order by seconds) as median,
    percentile_cont(0.9) within group (order by seconds) as p90 from counted`;

export async function surveyResults(
  context: RequestContext,
  surveyId: string,
  opened: Opened,
  lowBelow: number,
): Promise<SurveyResults> {
  const { services } = context;
  if (opened.hidden)
    return {
      surveyId,
      n: null,
      hidden: opened.hidden,
      scores: null,
      questions: [],
      completed: null,
      excluded: null,
      exclusions: [],
      flagCounts: [],
      times: null,
      benchmarks: [],
    };
  const { values } = opened;
  const [progress] = await services.query<Progress>(PROGRESS, values);
  const { begun, submitted, excluded } = progress!;
  const [times] = await services.query<SurveyTimes>(TIMES, values);
  const scores = (await scoresByGroup(context, opened, { lowBelow })).get('')!;
  return {
    surveyId,
    n: opened.n,
    hidden: null,
    scores,
    questions: await questionResults(context, opened),
    completed: ratio(context, { id: 'survey.completed', version: 1 }, submitted, begun),
    excluded: ratio(context, { id: 'survey.excluded', version: 1 }, excluded, submitted),
    exclusions: await services.query<SurveyExclusionCount>(REASONS, values),
    flagCounts: await services.query<SurveyFlagCount>(FLAGS, values),
    times: { n: times!.n, median: rounded(times!.median), p90: rounded(times!.p90) },
    benchmarks: await compared(context, opened.id, scores),
  };
}
