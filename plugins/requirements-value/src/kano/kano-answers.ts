import type { Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import type { KanoCounts, KanoLetter } from '../formulas/kano.js';
import { KanoCategory } from './kano-answer.js';

export const CATEGORY_OF: Readonly<Record<KanoLetter, KanoCategory>> = {
  A: KanoCategory.ATTRACTIVE,
  O: KanoCategory.ONE_DIMENSIONAL,
  M: KanoCategory.MUST_BE,
  I: KanoCategory.INDIFFERENT,
  R: KanoCategory.REVERSE,
  Q: KanoCategory.QUESTIONABLE,
};

const LETTERS = Object.keys(CATEGORY_OF) as KanoLetter[];

/** How many answers of each letter requirements have, in their order. */
export async function kanoCountsOf(
  on: Pick<Services, 'query'>,
  requirementIds: readonly string[],
): Promise<KanoCounts[]> {
  const rows = await on.query<{ requirement_id: string; category: KanoCategory; count: number }>(
    `select requirement_id, category, count(*)::int as count from requirements_value_kano_answer
     where requirement_id = any($1::uuid[]) group by 1, 2`,
    [requirementIds.map((id) => uuidOf('requirement', id))],
  );
  return requirementIds.map((id) => {
    const own = rows.filter((row) => idOf('requirement', row.requirement_id) === id);
    const counts = LETTERS.map((letter) => [
      letter,
      own.find(({ category }) => category === CATEGORY_OF[letter])?.count ?? 0,
    ]);
    return Object.fromEntries(counts) as KanoCounts;
  });
}
