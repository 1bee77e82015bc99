import { Field, Float, Int, ObjectType } from 'type-graphql';

/** A published number with what it was computed from, so that a reader can check it. */
@ObjectType({
  description: 'A published number with what it was computed from, so that a reader can check it.',
})
export class LoyaltyFigure {
  @Field(() => String, { description: 'Its name, such as `burnRate`.' })
  name!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'The number; null where n is 0, for then there is none.',
  })
  result!: number | null;

  @Field(() => Float, { description: 'What is counted: for a rate its numerator, else the number itself.' })
  numerator!: number;

  @Field(() => Float, {
    description: 'The base that it was computed from: for a rate its denominator, else how many members.',
  })
  n!: number;

  @Field(() => String, { description: 'What exactly is counted.' })
  definition!: string;

  @Field(() => Int, { description: 'Rises whenever the definition changes.' })
  definitionVersion!: number;
}

/** How many members are in a tier. */
@ObjectType({ description: 'How many members are in a tier.' })
export class LoyaltyTierCount {
  @Field(() => String, { description: 'The key of the tier.' })
  key!: string;

  @Field(() => Int, { description: 'Its members.' })
  members!: number;
}

/** The figures of a program over a stretch of time. */
@ObjectType({ description: 'The figures of a program from one instant to another.' })
export class LoyaltyMetrics {
  @Field(() => Date, { description: 'From this instant on.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'Up to this instant.' })
  endsAt!: Date;

  @Field(() => [LoyaltyFigure], { description: 'The figures.' })
  figures!: LoyaltyFigure[];

  @Field(() => [LoyaltyTierCount], { description: 'How many members were in each tier at the end.' })
  membersByTier!: LoyaltyTierCount[];
}

const DEFINITIONS = {
  members: 'Members of the program at the end.',
  liability: 'Points that members could still redeem at the end: pending, active and held ones. n: members.',
  earned: 'Points earned in the window. n: members.',
  used: 'Points used in the window, without those that came back from reversed redemptions. n: members.',
  expired: 'Points that expired in the window. n: members.',
  burnRate:
    'Points used in the window, without those that came back, divided by the points earned in it (n).',
  participationPct:
    'Members who earned points or redeemed in the window, in percent of the members at the end (n).',
  redemptionPct:
    'Members who asked for a reward in the window that was not cancelled or reversed, in percent of the members at the end (n).',
  upgradeRate: 'Members who rose to a higher tier in the window, in percent of the members at the end (n).',
  offerRedemptionPct:
    'Offers made in the window that were redeemed by now, in percent of the offers made in it (n).',
} as const;

export type FigureName = keyof typeof DEFINITIONS;

/** A rate in percent or as a quotient; nothing over nothing is no number. */
export function figure(name: FigureName, numerator: number, n: number, kind: 'count' | 'rate' | 'percent') {
  const result =
    kind === 'count' ? numerator : n === 0 ? null : (numerator / n) * (kind === 'percent' ? 100 : 1);
  return { name, result, numerator, n, definition: DEFINITIONS[name], definitionVersion: 1 };
}
