import { MetricDefinition } from '@candor/core/feedback';
import { Requirement } from '@candor/core/requirements';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ValueModelVersion } from '../models/model-version.js';

@ObjectType({ description: 'One requirement in a ranking.' })
export class RankedRequirement {
  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  requirement!: string | null;

  @Field(() => Int, {
    description: 'Its place, from 1. Equal scores share a place and the next is left out: 1, 2, 2, 4.',
  })
  place!: number;

  @Field(() => Float, { description: 'The mean of the last score of each stakeholder.' })
  score!: number;

  @Field(() => Float, { description: 'How sure they are on average, in percent.' })
  confidence!: number;

  @Field(() => Int, { description: 'How many stakeholders scored it.' })
  stakeholders!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'How far they disagree: the coefficient of variation of their scores (standard deviation / mean). Null for fewer than two, and for a mean of 0.',
  })
  coefficientOfVariation!: number | null;

  @Field(() => Int, {
    description: 'The most places it goes up when one of its inputs, or a weight, is off by the share.',
  })
  movesUp!: number;

  @Field(() => Int, { description: 'The most places it goes down, likewise.' })
  movesDown!: number;
}

@ObjectType({ description: 'How well a ranking stands when what went into it is not quite right.' })
export class RankStability {
  @Field(() => Float, { description: 'By which share each input and each weight was moved up and down.' })
  share!: number;

  @Field(() => Int, { description: 'How many rankings were tried: the n of the figure.' })
  trials!: number;

  @Field(() => Int, { description: 'How many of them leave every requirement at its place.' })
  unchanged!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean Kendall τ-b between the ranking and those tried, −1 to 1; null where nothing is ordered.',
  })
  meanTau!: number | null;

  @Field(() => Float, { nullable: true, description: 'The lowest of them.' })
  lowestTau!: number | null;

  @Field(() => MetricDefinition, { description: 'What is computed from what.' })
  metricDefinition!: MetricDefinition;
}

@ObjectType({ description: 'How far those agree who scored the same requirements.' })
export class ScoreAgreement {
  @Field(() => Int, { description: 'How many stakeholders.' })
  stakeholders!: number;

  @Field(() => Int, { description: 'How many requirements all of them scored.' })
  requirements!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Kendall’s W, 0 (no agreement) to 1 (all rank alike), corrected for ties (Kendall and Babington Smith 1939). Null for fewer than two of either.',
  })
  kendallW!: number | null;
}

@ObjectType({ description: 'Requirements by what they are worth.' })
export class ValueRanking {
  @Field(() => ValueModelVersion, {
    nullable: true,
    description: 'The version of the model. Scores of older versions are not comparable, and left out.',
  })
  modelVersion!: string | null;

  @Field(() => Int, { description: 'How many requirements are ranked.' })
  ranked!: number;

  @Field(() => [RankedRequirement], { description: 'The first of them, the highest score first.' })
  entries!: readonly RankedRequirement[];

  @Field(() => RankStability, { description: 'How well the places of the first 100 stand.' })
  rankStability!: RankStability;

  @Field(() => ScoreAgreement, { description: 'How far those agree who scored.' })
  agreement!: ScoreAgreement;
}
