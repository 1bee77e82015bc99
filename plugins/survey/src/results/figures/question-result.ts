import { Field, Float, Int, ObjectType } from 'type-graphql';
import { QuestionType } from '../../questionnaires/question-type.js';
import { SurveyHidden } from '../slice/opened.js';
import { SurveyScore } from './score.js';

@ObjectType({ description: 'How many gave one value of a scale.' })
export class SurveyValueCount {
  @Field(() => Int, { description: 'The value.' })
  value!: number;

  @Field(() => Int, { description: 'How many gave it.' })
  count!: number;
}

@ObjectType({ description: 'Answers on a scale. Those who skipped it are in none of the figures.' })
export class SurveyScaleResult {
  @Field(() => String, { nullable: true, description: 'Of a matrix: the key of the statement.' })
  statement!: string | null;

  @Field(() => String, { nullable: true, description: 'Of a matrix: what the statement says.' })
  text!: string | null;

  @Field(() => Int, { description: 'How many answered.' })
  n!: number;

  @Field(() => Int, { description: 'The lowest value of the scale.' })
  scaleMin!: number;

  @Field(() => Int, { description: 'The highest value of the scale.' })
  scaleMax!: number;

  @Field(() => [SurveyValueCount], { description: 'Every value of the scale, from the lowest on.' })
  distribution!: SurveyValueCount[];

  @Field(() => Float, { nullable: true, description: 'The mean; null where nobody answered.' })
  mean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The standard deviation of the sample; null for fewer than two answers.',
  })
  standardDeviation!: number | null;

  @Field(() => SurveyScore, { description: 'The share of the two highest values, in percent.' })
  top2!: SurveyScore;

  @Field(() => SurveyScore, { description: 'The share of the two lowest values, in percent.' })
  bottom2!: SurveyScore;

  @Field(() => SurveyScore, {
    description: 'The mean in points of 100; turned round where a high value is a bad one.',
  })
  points!: SurveyScore;
}

@ObjectType({ description: 'How many chose an option.' })
export class SurveyOptionResult {
  @Field(() => String, { description: 'The key of the option.' })
  key!: string;

  @Field(() => String, { description: 'What it says.' })
  text!: string;

  @Field(() => Int, { description: 'How many chose it; in a ranking, how many ranked it.' })
  count!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of those who answered, in percent; null where nobody did. Several options add up to more than 100.',
  })
  percent!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % interval of the share.' })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end of the 95 % interval of the share.' })
  high!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of a ranking: the mean place, 1 being the best.' })
  meanRank!: number | null;
}

@ObjectType({ description: 'Answers that are numbers.' })
export class SurveyNumberResult {
  @Field(() => Int, { description: 'How many answered.' })
  n!: number;

  @Field(() => Float, { nullable: true, description: 'The mean.' })
  mean!: number | null;

  @Field(() => Float, { nullable: true, description: 'The standard deviation of the sample.' })
  standardDeviation!: number | null;

  @Field(() => Float, { nullable: true, description: 'The least.' })
  least!: number | null;

  @Field(() => Float, { nullable: true, description: 'The median.' })
  median!: number | null;

  @Field(() => Float, { nullable: true, description: 'The greatest.' })
  greatest!: number | null;
}

@ObjectType({
  description:
    'What became of a question among all who began, also those who never handed in. Where a branch left it out it was not shown.',
})
export class SurveyDropOff {
  @Field(() => Int, { description: 'How many it was shown to.' })
  shown!: number;

  @Field(() => Int, { description: 'How many answered it.' })
  answered!: number;

  @Field(() => Int, { description: 'How many went on without answering.' })
  skipped!: number;

  @Field(() => Int, { description: 'How many broke the survey off at it.' })
  dismissed!: number;

  @Field(() => Int, { description: 'How many came as far as it and have not gone on, up to now.' })
  leftHere!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Those who broke off or did not go on, of those it was shown to, in percent.',
  })
  percent!: number | null;
}

@ObjectType({ description: 'What one question came to, over all editions in which it has the same form.' })
export class SurveyQuestionResult {
  @Field(() => String, { description: 'The key of the question.' })
  key!: string;

  @Field(() => QuestionType, { description: 'Its type.' })
  type!: QuestionType;

  @Field(() => String, { description: 'What it asks, as its newest edition has it.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'The aspect of the brief that it measures.' })
  aspect!: string | null;

  @Field(() => Int, { description: 'The newest edition that has it.' })
  edition!: number;

  @Field(() => Boolean, { description: 'Whether its answers are sensitive: they are in no figure.' })
  isSensitive!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of the responses that count have an answer; null where it is hidden.',
  })
  answered!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of the responses that count went on without one; null where it is hidden.',
  })
  skipped!: number | null;

  @Field(() => Int, {
    description:
      'Answers of editions in which it had another type or scale; they are in none of the figures.',
  })
  ofAnotherForm!: number;

  @Field(() => SurveyHidden, { nullable: true, description: 'Why the figures are hidden; null if shown.' })
  hidden!: SurveyHidden | null;

  @Field(() => [SurveyScaleResult], {
    description: 'Of a question on a scale one entry, of a matrix one a statement; of others none.',
  })
  scales!: SurveyScaleResult[];

  @Field(() => SurveyScore, { nullable: true, description: 'Of NPS: promoters less detractors.' })
  nps!: SurveyScore | null;

  @Field(() => SurveyScore, { nullable: true, description: 'Of CSAT: the share of 4 and 5, in percent.' })
  csat!: SurveyScore | null;

  @Field(() => SurveyScore, {
    nullable: true,
    description: 'Of CES: the mean of 1 to 7, 7 being the easiest.',
  })
  ces!: SurveyScore | null;

  @Field(() => SurveyScore, { nullable: true, description: 'Of CES: the share of 5 to 7, in percent.' })
  cesEasy!: SurveyScore | null;

  @Field(() => [SurveyOptionResult], {
    description: 'Of a choice or a ranking: each option; of others none.',
  })
  options!: SurveyOptionResult[];

  @Field(() => SurveyNumberResult, { nullable: true, description: 'Of a number; null for others.' })
  numbers!: SurveyNumberResult | null;

  @Field(() => SurveyDropOff, {
    nullable: true,
    description: 'Where people stopped; null where it is hidden.',
  })
  dropOff!: SurveyDropOff | null;
}
