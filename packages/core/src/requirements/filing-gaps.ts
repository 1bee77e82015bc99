import type { RequestContext } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { registerEnumType } from 'type-graphql';
import type { Requirement } from './requirement.js';

/** What the filing of a requirement still needs. */
export enum FilingGap {
  SOURCE = 'SOURCE',
  DESCRIPTION = 'DESCRIPTION',
  CUSTOMER = 'CUSTOMER',
}

registerEnumType(FilingGap, {
  name: 'FilingGap',
  description: 'What the filing of a requirement still needs.',
  valuesConfig: {
    SOURCE: { description: 'Which record or paper it came from.' },
    DESCRIPTION: { description: 'What is needed, at length.' },
    CUSTOMER: { description: 'A customer who is behind it. What research found needs none.' },
  },
});

export type Filed = Pick<Requirement, 'id' | 'sourceId' | 'sourceKind' | 'description'>;

/**
 * The gaps of each requirement, by the same rule as the metric `filingCompleteness`. Whoever may not see how
 * it is filed is told of none: the columns are null to them.
 */
export async function filingGaps(
  rows: readonly Filed[],
  { services }: RequestContext,
): Promise<Array<FilingGap[] | null>> {
  const found = await services.query<{ id: string }>(
    'select distinct requirement_id as id from requirements_customer where requirement_id = any($1::uuid[])',
    [rows.map(({ id }) => uuidOf('requirement', id))],
  );
  const wanted = new Set(found.map(({ id }) => idOf('requirement', id)));
  return rows.map(({ id, sourceId, sourceKind, description }) => {
    if ((sourceKind as string | null) === null) return null;
    const gaps: FilingGap[] = [];
    if (sourceId === null) gaps.push(FilingGap.SOURCE);
    if (description === '') gaps.push(FilingGap.DESCRIPTION);
    if (sourceKind !== 'research' && !wanted.has(id)) gaps.push(FilingGap.CUSTOMER);
    return gaps;
  });
}
