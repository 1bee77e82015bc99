import type { RequestContext } from '@candor/kernel';
import { CodedError } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Args, ArgsType, Ctx, Field, Float, ID, Int, Query, Resolver } from 'type-graphql';
import { IsDuration } from '../input-rules.js';
import { SurveyChange, surveyChange } from './change/year.js';
import { SurveyExport, surveyExport } from './export/survey-export.js';
import { groupsBy, SurveyGroup } from './figures/groups.js';
import { SurveyResults, surveyResults } from './figures/survey-results.js';
import { SurveyDimensionInput } from './slice/dimension.js';
import { type Opened, open } from './slice/opened.js';
import { SurveySliceInput } from './slice/slice.js';
import { crossTables, SurveyCrossTables } from './tables/cross-table.js';
import { reliability, SurveyReliability } from './tables/reliability.js';
import { SurveyTerms, surveyTerms } from './terms/survey-terms.js';

@ArgsType()
class SliceArgs {
  @Field(() => ID, { description: 'The survey.' })
  survey!: string;

  @Field(() => SurveySliceInput, { nullable: true, description: 'Which responses; all, if left out.' })
  @IsOptional()
  @ValidateNested()
  slice?: SurveySliceInput | null;
}

@ArgsType()
class ScoreArgs extends SliceArgs {
  @Field(() => Float, { defaultValue: 80, description: 'Items below so many points of 100 are low.' })
  @Min(0, { message: 'Give 0 to 100 points.' })
  @Max(100, { message: 'Give 0 to 100 points.' })
  lowBelow!: number;
}

@ArgsType()
class GroupArgs extends ScoreArgs {
  @Field(() => SurveyDimensionInput, {
    description: 'What to group by: `{ fact: MONTH }` is the trend, `{ segment: "tier" }` the tiers.',
  })
  @ValidateNested()
  by!: SurveyDimensionInput;
}

@ArgsType()
class ChangeArgs extends ScoreArgs {
  @Field(() => String, {
    defaultValue: 'P1M',
    description: 'How long a time is compared: an ISO 8601 duration of at most a year.',
  })
  @IsDuration()
  window!: string;
}

@ArgsType()
class CrossTableArgs extends SliceArgs {
  @Field(() => [SurveyDimensionInput], { description: 'What the rows are: one table each.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Name what the rows are.' })
  @ArrayMaxSize(20, { message: 'Name at most 20.' })
  rows!: SurveyDimensionInput[];

  @Field(() => [SurveyDimensionInput], { description: 'What the columns are: one table each.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Name what the columns are.' })
  @ArrayMaxSize(20, { message: 'Name at most 20.' })
  columns!: SurveyDimensionInput[];
}

@ArgsType()
class ReliabilityArgs extends SliceArgs {
  @Field(() => [String], {
    nullable: true,
    description: 'Questions, and statements as `question.statement`; all on a scale but NPS, if left out.',
  })
  @IsOptional()
  @ArrayMaxSize(100, { message: 'Name at most 100 items.' })
  items?: string[] | null;
}

@ArgsType()
class TermsArgs extends SliceArgs {
  @Field(() => String, { nullable: true, description: 'One question; all texts, if left out.' })
  question?: string | null;

  @Field(() => Int, { defaultValue: 50, description: 'How many terms of each kind.' })
  @Min(1, { message: 'Ask for 1 to 500 terms.' })
  @Max(500, { message: 'Ask for 1 to 500 terms.' })
  most!: number;
}

@ArgsType()
class ExportArgs extends SliceArgs {
  @Field(() => ID, { nullable: true, description: 'The `next` of the part before; the first, if left out.' })
  after?: string | null;

  @Field(() => Int, { defaultValue: 1_000, description: 'How many responses a part has.' })
  @Min(1, { message: 'Ask for 1 to 5,000 responses.' })
  @Max(5_000, { message: 'Ask for 1 to 5,000 responses.' })
  size!: number;
}

/** What surveys came to. Each query counts in the database and answers null for a survey that is not there. */
@Resolver()
export class ResultsResolver {
  @Query(() => SurveyResults, {
    nullable: true,
    description:
      'What a survey came to: scores with intervals, every question, drop-off, times, flags and exclusions. For staff.',
  })
  @Allow('survey:results')
  surveyResults(
    @Ctx() context: RequestContext,
    @Args(() => ScoreArgs) args: ScoreArgs,
  ): Promise<SurveyResults | null> {
    return opened(context, args, (survey) => surveyResults(context, args.survey, survey, args.lowBelow));
  }

  @Query(() => [SurveyGroup], {
    nullable: true,
    description:
      'The scores by group: by month as a trend, by tier, kind of ticket, channel or answer. For staff.',
  })
  @Allow('survey:results')
  surveyGroups(
    @Ctx() context: RequestContext,
    @Args(() => GroupArgs) args: GroupArgs,
  ): Promise<SurveyGroup[] | null> {
    return opened(context, args, (survey) => groupsBy(context, survey, args.by, args.lowBelow));
  }

  @Query(() => SurveyChange, {
    nullable: true,
    description:
      'How scores and items changed within twelve months, each with the interval of the change. Not of anonymous surveys, which are not narrowed by time. For staff.',
  })
  @Allow('survey:results')
  surveyChange(
    @Ctx() context: RequestContext,
    @Args(() => ChangeArgs) { survey, slice, window, lowBelow }: ChangeArgs,
  ): Promise<SurveyChange | null> {
    return surveyChange(context, survey, { slice: slice ?? {}, window, lowBelow });
  }

  @Query(() => SurveyCrossTables, {
    nullable: true,
    description: 'Tables of answers and facts against each other, each with a chi-square test. For staff.',
  })
  @Allow('survey:results')
  surveyCrossTables(
    @Ctx() context: RequestContext,
    @Args(() => CrossTableArgs) args: CrossTableArgs,
  ): Promise<SurveyCrossTables | null> {
    return opened(context, args, (survey) => crossTables(context, survey, args));
  }

  @Query(() => SurveyReliability, {
    nullable: true,
    description:
      'Whether several items measure one thing: Cronbach’s alpha of those who answered all. For staff.',
  })
  @Allow('survey:results')
  surveyReliability(
    @Ctx() context: RequestContext,
    @Args(() => ReliabilityArgs) args: ReliabilityArgs,
  ): Promise<SurveyReliability | null> {
    return opened(context, args, (survey) => reliability(context, survey, args.items ?? null));
  }

  @Query(() => SurveyTerms, {
    nullable: true,
    description:
      'Terms of answers in own words, Chinese and English, praise and blame apart; and themes. For staff.',
  })
  @Allow('survey:results')
  surveyTerms(
    @Ctx() context: RequestContext,
    @Args(() => TermsArgs) args: TermsArgs,
  ): Promise<SurveyTerms | null> {
    const { question = null, most } = args;
    return opened(context, args, (survey) => surveyTerms(context, survey, { question, most }));
  }

  @Query(() => SurveyExport, {
    nullable: true,
    description:
      'The responses that count as a table for spreadsheets, part by part; it is put on record. For staff.',
  })
  @Allow('survey:export')
  surveyExport(
    @Ctx() context: RequestContext,
    @Args(() => ExportArgs) args: ExportArgs,
  ): Promise<SurveyExport | null> {
    const { after = null, size } = args;
    return opened(context, args, (survey) => surveyExport(context, args.survey, survey, { after, size }));
  }
}

async function opened<T>(
  context: RequestContext,
  { survey, slice }: SliceArgs,
  work: (opened: Opened) => Promise<T>,
): Promise<T | null> {
  if (slice?.from && slice.before && slice.from >= slice.before)
    throw new CodedError('BAD_USER_INPUT', '"from" must lie before "before".');
  const found = await open(context, survey, slice ?? {});
  return found && work(found);
}
