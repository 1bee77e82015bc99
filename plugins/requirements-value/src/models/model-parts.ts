import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'One number that a model asks for.' })
export class ValueInput {
  @Field(() => String, { description: 'What programs call it, such as `reach`.' })
  key!: string;

  @Field(() => String, { description: 'What people call it, in the language of the request.' })
  label!: string;

  @Field(() => String, { description: 'Its unit, such as `person-months`.' })
  unit!: string;

  @Field(() => Float, { nullable: true, description: 'The least that is taken; null for any.' })
  minimum!: number | null;

  @Field(() => Float, { nullable: true, description: 'The most that is taken; null for any.' })
  maximum!: number | null;

  @Field(() => [Float], { description: 'The only values that are taken; empty where any is.' })
  allowed!: readonly number[];

  @Field(() => Boolean, { description: 'Whether the score is divided by it, so that 0 is refused.' })
  isDivisor!: boolean;

  @Field(() => Float, { nullable: true, description: 'Its weight; null in a method without weights.' })
  weight!: number | null;
}

@ObjectType({ description: 'How much more one criterion matters than another.' })
export class ValueComparison {
  @Field(() => String, { description: 'The key of the one criterion.' })
  first!: string;

  @Field(() => String, { description: 'The key of the other.' })
  second!: string;

  @Field(() => Float, {
    description: 'How many times as much the first matters as the second: from 1/9 to 9.',
  })
  ratio!: number;
}

@ObjectType({ description: 'The random index for a number of criteria.' })
export class ValueRandomIndex {
  @Field(() => Int, { description: 'How many criteria.' })
  criteria!: number;

  @Field(() => Float, { description: 'The mean consistency index of comparisons drawn by lot (Saaty 1980).' })
  index!: number;
}

@ObjectType({ description: 'Whether comparisons in pairs fit together.' })
export class ValueConsistency {
  @Field(() => Float, { description: 'The principal eigenvalue of the comparisons.' })
  lambdaMax!: number;

  @Field(() => Float, { description: 'CI = (λmax − n) / (n − 1).' })
  consistencyIndex!: number;

  @Field(() => Float, { description: 'RI, for as many criteria.' })
  randomIndex!: number;

  @Field(() => Float, { description: 'CR = CI / RI; 0 for one or two criteria.' })
  consistencyRatio!: number;

  @Field(() => Float, { description: 'Above this ratio the comparisons are flagged.' })
  limit!: number;

  @Field(() => Boolean, { description: 'Whether the ratio is at most the limit. Else compare anew.' })
  isConsistent!: boolean;

  @Field(() => [ValueRandomIndex], {
    description: 'The random indices that were used, by the number of criteria.',
  })
  randomIndexTable!: readonly ValueRandomIndex[];
}
