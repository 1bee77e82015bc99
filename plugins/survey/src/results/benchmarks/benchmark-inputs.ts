import { ChangeInput, CommandInput } from '@candor/kernel/graphql';
import { IsNumber, Max, Min } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import { IsNote } from '../../input-rules.js';
import { BenchmarkKind, BenchmarkMetric } from './benchmark.js';

@InputType({ description: 'A figure of an industry or a competitor.' })
export class RecordSurveyBenchmarkInput extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'The survey that it is compared with; all, if left out.' })
  surveyId?: string | null;

  @Field(() => BenchmarkKind, { description: 'Whose figure it is.' })
  kind!: BenchmarkKind;

  @Field(() => BenchmarkMetric, { description: 'Which score it is compared with.' })
  metric!: BenchmarkMetric;

  @Field(() => String, { description: 'The industry or the competitor.' })
  @IsNote({ most: 200 })
  name!: string;

  @Field(() => Float, { description: 'The figure: 0 to 100, for NPS −100 to 100.' })
  @IsNumber({}, { message: 'Give a number.' })
  @Min(-100, { message: 'Give at least -100.' })
  @Max(100, { message: 'Give at most 100.' })
  value!: number;

  @Field(() => String, { description: 'Where it was read, so that a reader can check it.' })
  @IsNote({ most: 500 })
  source!: string;

  @Field(() => Date, { description: 'Of which time it is.' })
  observedAt!: Date;
}

@InputType({ description: 'A benchmark that results are not seen against any more.' })
export class ArchiveSurveyBenchmarkInput extends ChangeInput {
  @Field(() => ID, { description: 'The benchmark.' })
  benchmarkId!: string;
}
