import type { RequestContext } from '@candor/kernel';
import { earlier } from '../invitations/durations.js';
import { itemDelta, type SurveyDelta } from '../results/change/delta.js';
import { itemPoints } from '../results/change/item-points.js';
import { open } from '../results/slice/opened.js';
import type { SurveyMeasure } from './measure.js';

/** The item before a measure was planned is looked at over this time. */
const BEFORE = 'P1M';

export type Effect = Pick<SurveyMeasure, 'questionKey' | 'itemKey' | 'createdAt' | 'doneAt'>;

/** The item in the month before the measure was planned, and since it is done; null while it is open. */
export async function effectOf(
  context: RequestContext,
  surveyId: string,
  { questionKey, itemKey, createdAt, doneAt }: Effect,
): Promise<SurveyDelta | null> {
  if (doneAt === null) return null;
  const planned = new Date(createdAt);
  const now = new Date(context.services.now().getTime() + 1);
  const item = { question: questionKey, statement: itemKey === '' ? null : itemKey };
  const whole = await open(context, surveyId, {});
  // An anonymous survey is not narrowed by time.
  if (!whole || whole.isAnonymous) return null;
  const then = await open(context, surveyId, { from: earlier(planned, BEFORE), before: planned });
  const since = await open(context, surveyId, { from: new Date(doneAt), before: now });
  if (!then || !since) return null;
  return itemDelta(context, await itemPoints(context, then, item), await itemPoints(context, since, item));
}
