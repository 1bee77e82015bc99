import { unitsOf } from '@candor/core/customers';
import { boundsOf, type MetricPeriod } from '@candor/core/feedback';
import type { Services } from '@candor/kernel';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { calibrationOf, type Outcome } from '../formulas/calibration.js';

/** What was estimated. */
export enum ValueMeasure {
  REPURCHASE_LIFT = 'REPURCHASE_LIFT',
  COST_CUT = 'COST_CUT',
}

registerEnumType(ValueMeasure, {
  name: 'ValueMeasure',
  description: 'What was estimated of a requirement.',
  valuesConfig: {
    REPURCHASE_LIFT: { description: 'The repurchase lift, in percentage points.' },
    COST_CUT: { description: 'The cost cut in a quarter, in a currency.' },
  },
});

@ObjectType({ description: 'How well somebody’s estimates were in a quarter, against what came of them.' })
export class EstimatorCalibration {
  @Field(() => String, { description: 'The id of who estimated, or what sort of actor.' })
  estimator!: string;

  @Field(() => Int, { description: 'The year of the quarter.' })
  year!: number;

  @Field(() => Int, { description: 'The quarter, from 1 to 4.' })
  quarter!: number;

  @Field(() => ValueMeasure, { description: 'What was estimated.' })
  measure!: ValueMeasure;

  @Field(() => String, { nullable: true, description: 'The currency of a cost cut; else null.' })
  currency!: string | null;

  @Field(() => Int, { description: 'How many estimates: the n of the figures.' })
  n!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean of realised − estimated, in the unit: below 0 for who expects too much.',
  })
  bias!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean size of that error, in the unit.' })
  meanAbsoluteError!: number | null;

  @Field(() => Float, { nullable: true, description: 'How sure they were on average, in percent.' })
  meanConfidence!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How often at least the estimate came, in percent: as often as they were sure, if calibrated.',
  })
  reachedPercent!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Brier score of the confidence, from 0 (best) to 1 (G. W. Brier 1950).',
  })
  brierScore!: number | null;
}

interface Row {
  readonly author: string;
  readonly confidence: number;
  readonly year: number;
  readonly quarter: number;
  readonly estimated_lift: number | null;
  readonly realised_lift: number | null;
  readonly estimated_cost_cut: string | null;
  readonly realised_cost_cut: string | null;
  readonly cost_cut_error: string | null;
  readonly currency: string | null;
}

/** The last assessment of each quarter counts. */
const ITEMS = `select e.author, e.confidence, a.year, a.quarter, i.estimated_lift, i.realised_lift,
    i.estimated_cost_cut::text, i.realised_cost_cut::text, i.cost_cut_error::text, i.currency
  from requirements_value_assessed_requirement i
  join requirements_value_assessment a on a.id = i.assessment_id
  join requirements_value_estimate e on e.id = i.estimate_id
  where a.starts_at >= $1 and a.starts_at < $2 and a.edition = (
    select max(edition) from requirements_value_assessment last
    where last.year = a.year and last.quarter = a.quarter)
  order by e.author, a.year, a.quarter, i.delivered_at, i.id`;

interface Judged extends Omit<EstimatorCalibration, keyof ReturnType<typeof calibrationOf>> {
  readonly outcome: Outcome;
}

/** How estimators did by quarter, from the assessments. */
export async function estimatorCalibrations(
  services: Pick<Services, 'query'>,
  period: MetricPeriod,
): Promise<EstimatorCalibration[]> {
  const rows = await services.query<Row>(ITEMS, boundsOf(period));
  const judged = rows.flatMap(outcomesOf);
  const groups = Map.groupBy(judged, ({ outcome: _, ...group }) => JSON.stringify(group));
  return [...groups.values()].map((own) => {
    const { outcome: _, ...group } = own[0]!;
    return { ...group, ...calibrationOf(own.map(({ outcome }) => outcome)) };
  });
}

function outcomesOf(row: Row): Judged[] {
  const { author: estimator, confidence, year, quarter } = row;
  const whose = { estimator, year, quarter };
  const found: Judged[] = [];
  if (row.estimated_lift !== null && row.realised_lift !== null)
    found.push({
      ...whose,
      measure: ValueMeasure.REPURCHASE_LIFT,
      currency: null,
      outcome: { estimated: row.estimated_lift, realised: row.realised_lift, confidence },
    });
  if (row.cost_cut_error !== null)
    found.push({
      ...whose,
      measure: ValueMeasure.COST_CUT,
      currency: row.currency,
      outcome: {
        estimated: numberOf(row.estimated_cost_cut!),
        realised: numberOf(row.realised_cost_cut!),
        confidence,
      },
    });
  return found;
}

/** Money as a plain number, for statistics; sums of it are kept as decimals elsewhere. */
function numberOf(decimal: string): number {
  return Number(unitsOf(decimal)) / 10_000;
}
