import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Feasibility } from '../feasibility/feasibility.js';
import { KanoCategory } from '../kano/kano-answer.js';
import { ValueModelVersion } from '../models/model-version.js';
import { ValueEstimate } from '../realised/estimate.js';

@ObjectType({ description: 'What customers spent in one currency.' })
export class ValueSpend {
  @Field(() => String, { description: 'The currency, in ISO 4217.' })
  currency!: string;

  @Field(() => String, {
    description: 'The sum of their purchases less what was reversed, as a decimal number.',
  })
  amount!: string;

  @Field(() => Int, { description: 'How many of the customers bought in it.' })
  customers!: number;
}

@ObjectType({ description: 'How many customers are in one tier.' })
export class ValueTierCount {
  @Field(() => ID, { description: 'The tier, of the plugin that keeps tiers.' })
  tierId!: string;

  @Field(() => Int, { description: 'How many of the customers.' })
  customers!: number;
}

@ObjectType({ description: 'What a requirement is worth by one model.' })
export class ValueByModel {
  @Field(() => ValueModelVersion, { nullable: true, description: 'The newest version of the model.' })
  modelVersion!: string | null;

  @Field(() => Float, { description: 'The mean of the last score of each stakeholder.' })
  score!: number;

  @Field(() => Float, { description: 'How sure they are on average, in percent.' })
  confidence!: number;

  @Field(() => Int, { description: 'How many stakeholders scored it.' })
  stakeholders!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'How far they disagree: standard deviation / mean; null for fewer than two.',
  })
  coefficientOfVariation!: number | null;
}

@ObjectType({ description: 'What customers make of a requirement, as Kano evaluates it.' })
export class ValueKano {
  @Field(() => Int, { description: 'How many answered.' })
  answers!: number;

  @Field(() => KanoCategory, {
    nullable: true,
    description:
      'The most frequent category; of equal ones the first of must-be, one-dimensional, attractive.',
  })
  category!: KanoCategory | null;

  @Field(() => Float, {
    nullable: true,
    description: '(A + O) / (A + O + M + I), from 0 to 1: how much it pleases where it is there.',
  })
  better!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: '−(O + M) / (A + O + M + I), from −1 to 0: how much it annoys where it is not.',
  })
  worse!: number | null;

  @Field(() => Int, { description: 'A.' })
  attractive!: number;

  @Field(() => Int, { description: 'O.' })
  oneDimensional!: number;

  @Field(() => Int, { description: 'M.' })
  mustBe!: number;

  @Field(() => Int, { description: 'I.' })
  indifferent!: number;

  @Field(() => Int, { description: 'R.' })
  reverse!: number;

  @Field(() => Int, { description: 'Q, which does not count.' })
  questionable!: number;
}

@ObjectType({ description: 'What a requirement is worth, from all that is known.' })
export class RequirementValue {
  @Field(() => Int, { description: 'How many customers are behind it.' })
  customers!: number;

  @Field(() => Int, { description: 'Those of them who asked for it themselves.' })
  requesters!: number;

  @Field(() => Int, { description: 'Over how many days until now spend is summed.' })
  spendDays!: number;

  @Field(() => [ValueSpend], { description: 'What the customers behind it spent in that time, by currency.' })
  spend!: readonly ValueSpend[];

  @Field(() => [ValueTierCount], {
    description: 'In which tiers they are, where a plugin keeps tiers; else empty.',
  })
  tiers!: readonly ValueTierCount[];

  @Field(() => [ValueByModel], { description: 'Its scores, by the newest version of each model.' })
  scores!: readonly ValueByModel[];

  @Field(() => ValueKano, { description: 'What customers make of it.' })
  kano!: ValueKano;

  @Field(() => Feasibility, { nullable: true, description: 'The last judgement of whether it can be made.' })
  feasibility!: string | null;

  @Field(() => ValueEstimate, { nullable: true, description: 'The last estimate of what it will bring.' })
  estimate!: string | null;
}
