import type { Services } from '@candor/kernel';

export interface Conversion {
  readonly captured: number;
  readonly converted: number;
}

const COUNTS = `select count(*)::int as captured, (count(*) filter (where state = 'DELIVERED'))::int as converted
  from requirements_requirement where state <> 'DUPLICATE' and captured_at >= $1 and captured_at < $2`;

/**
 * How many of the requirements captured in a period became improvements that customers have: delivered by now.
 * Duplicates are left out, since the original stands for both.
 */
export async function conversionBetween(
  on: Pick<Services, 'query'>,
  { from, to }: { readonly from: Date | string; readonly to: Date | string },
): Promise<Conversion> {
  const [row] = await on.query<Conversion>(COUNTS, [text(from), text(to)]);
  return row!;
}

function text(instant: Date | string): string {
  return typeof instant === 'string' ? instant : instant.toISOString();
}
