import type { PluginApi } from '@candor/kernel';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { IndicatorName } from '../figures/derive.js';
import { indicatorsOf, usualCurrency } from '../figures/loyalty-indicators.js';
import { windowUpTo } from '../figures/window.js';
import type { LoyaltySettings } from '../indicator-settings.js';
import type { LoyaltyGoal } from './goal.js';

/** How far a goal is. */
@ObjectType({ description: 'How far a goal is now.' })
class LoyaltyGoalProgress {
  @Field(() => Float, { nullable: true, description: 'Where the indicator stands now; null for nowhere.' })
  current!: number | null;

  @Field(() => Float, { description: 'The n of that.' })
  n!: number;

  @Field(() => Float, {
    description: 'Where it should stand by now, on a straight line from the baseline to the target.',
  })
  expected!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'How much of the way is done, in percent; below 0 for backwards.',
  })
  donePct!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is as far as the line; null for no number.',
  })
  isOnTrack!: boolean | null;
}

type Line = Pick<LoyaltyGoal, 'indicator' | 'baseline' | 'target' | 'startsAt' | 'dueAt'>;

/** How far a goal is at an instant, with its indicator where it stands. */
function progressOf({ baseline, target, startsAt, dueAt }: Line, current: number | null, at: Date) {
  // Instants come from the reader as they are stored, or as dates.
  const [start, end] = [new Date(startsAt).getTime(), new Date(dueAt).getTime()];
  const passed = (at.getTime() - start) / (end - start);
  const expected = baseline + (target - baseline) * Math.max(0, Math.min(1, passed));
  const way = target - baseline;
  const donePct = current === null || way === 0 ? null : (100 * (current - baseline)) / way;
  const isOnTrack = current === null ? null : way < 0 ? current <= expected : current >= expected;
  return { current, expected, donePct, isOnTrack };
}

/** A number that one of the plans sets itself. */
@ObjectType({
  description: 'A goal as one of the plans behind the platform sets it: take it over with `setLoyaltyGoal`.',
})
export class LoyaltyGoalPreset {
  @Field(() => String, { description: 'Its key.' })
  key!: string;

  @Field(() => String, { description: 'The name of the indicator.' })
  indicator!: IndicatorName;

  @Field(() => Float, {
    nullable: true,
    description: 'Where the plan begins; null: wherever the company stands.',
  })
  baseline!: number | null;

  @Field(() => Float, { nullable: true, description: 'Where the plan ends; null where it says a rise only.' })
  target!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By how many percent of the baseline it rises, where the plan says so.',
  })
  risePct!: number | null;

  @Field(() => Int, { description: 'Within how many months.' })
  months!: number;

  @Field(() => String, { description: 'Which plan says so.' })
  provenance!: string;
}

export const GOAL_PRESETS: readonly LoyaltyGoalPreset[] = [
  {
    key: 'seed-004-repurchase',
    indicator: 'repurchaseRateExisting',
    ...{ baseline: 25, target: 50, risePct: null, months: 24 },
    provenance: 'seed-004: repurchase of existing customers from 25 to 50 % within 24 months',
  },
  {
    key: 'seed-002-repurchase',
    indicator: 'repurchaseRateAfterSolution',
    ...{ baseline: null, target: null, risePct: 35, months: 24 },
    provenance: 'seed-002: repurchase 35 % higher within 24 months through problems solved better',
  },
];

/** `LoyaltyGoal.progress`: the indicator over the usual window that ends now. */
export function registerGoalFields(api: PluginApi): void {
  api.graphql.extend<Line>('LoyaltyGoal', 'progress: LoyaltyGoalProgress!', {
    description: 'How far it is, by its indicator over the usual window that ends now.',
    types: [LoyaltyGoalProgress],
    needs: ['indicator', 'baseline', 'target', 'startsAt', 'dueAt'],
    cost: 20,
    async load(goals, _, { services, locale }) {
      const now = new Date(services.now().getTime() + 1);
      const window = windowUpTo(now, services.settings<LoyaltySettings>('loyalty').window);
      const of = { currency: await usualCurrency(services), renewalCategory: null };
      const figures = await indicatorsOf(services, window, of, locale);
      return goals.map((goal) => {
        const found = figures.find(({ name }) => name === goal.indicator);
        return { ...progressOf(goal, found?.result ?? null, now), n: found?.n ?? 0 };
      });
    },
  });
}
