import type { RequestContext } from '@candor/kernel';
import { scoresByGroup } from '../figures/groups.js';
import { type SurveyScore, score } from '../figures/score.js';
import type { Opened } from '../slice/opened.js';
import { NOTHING } from '../statistics/interval.js';

export interface Item {
  readonly question: string | null;
  readonly statement: string | null;
}

/** The points of one item over the responses of a slice; nothing where there is no such item any more. */
export async function itemPoints(
  context: RequestContext,
  opened: Opened,
  { question, statement }: Item,
): Promise<SurveyScore> {
  const scores = (await scoresByGroup(context, opened, { lowBelow: 0 })).get('')!;
  const item = scores.items.find((one) => one.question === question && one.statement === statement);
  return item?.points ?? score(context, 'points', NOTHING);
}
