import type { RequestContext } from '@candor/kernel';
import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';

/** What a figure means. */
@ObjectType({ description: 'What a figure counts. A change of the meaning is another version.' })
export class MetricDefinition {
  @Field(() => String, { description: 'Its name for programs, such as `feedback.misrouted`; stable.' })
  key!: string;

  @Field(() => Int, { description: 'The version of the definition.' })
  version!: number;

  @Field(() => String, { description: 'What is counted of what, in the language of the request.' })
  text!: string;
}

/** A share, with what it was counted from. */
@ObjectType({ description: 'A share, with what it was counted from, so that a reader can check it.' })
export class MetricRatio {
  @Field(() => Int, { description: 'How many meet the definition.' })
  numerator!: number;

  @Field(() => Int, { description: 'Out of how many: the n of the figure.' })
  denominator!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The share in percent, rounded to two places; null where there is nothing to count.',
  })
  percent!: number | null;

  @Field(() => MetricDefinition, { description: 'What is counted of what.' })
  metricDefinition!: MetricDefinition;
}

/** The time that figures are asked for. */
@ArgsType()
export class MetricPeriod {
  @Field(() => Date, { nullable: true, description: 'From this instant; left out, from the beginning.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Before this instant; left out, until now.' })
  before?: Date | null;
}

/** A period as two parameters for SQL, open ends as infinite instants. */
export function boundsOf({ from, before }: MetricPeriod): [string, string] {
  return [from?.toISOString() ?? '-infinity', before?.toISOString() ?? 'infinity'];
}

/** A figure with its definition, whose text is kept under `metric.` and its id. */
export function ratio(
  { services, locale }: RequestContext,
  { id, version }: { readonly id: string; readonly version: number },
  numerator: number,
  denominator: number,
): MetricRatio {
  return {
    numerator,
    denominator,
    percent: denominator === 0 ? null : Math.round((10_000 * numerator) / denominator) / 100,
    metricDefinition: { key: id, version, text: services.text(locale, `metric.${id}`) },
  };
}
