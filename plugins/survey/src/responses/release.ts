import { randomUUID } from 'node:crypto';
import type { Tx } from '@candor/kernel/database';
import { CROWD } from './anonymity.js';
import { ResponseState } from './response.js';

/**
 * Writes what belongs to anonymous surveys anew, in an order drawn by lot and in one transaction: neither the
 * place of a row nor the transaction that wrote it says any more what came together. Of a survey with at least
 * five new responses they are let out, so that they are seen; fewer wait for others.
 */
export async function release(tx: Tx): Promise<void> {
  const fresh = await tx.query<{ id: string; survey_id: string; state: string }>(
    'select id, survey_id, state from survey_response where is_anonymous and not is_released order by id for update',
  );
  if (fresh.length === 0) return;
  const crowds = Map.groupBy(
    fresh.filter(({ state }) => state === ResponseState.SUBMITTED),
    (response) => response.survey_id,
  );
  const lots = fresh.map((response) => ({ ...response, lot: randomUUID() }));
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  // One by one, since a single statement would go by the place where the rows lie.
  for (const { id, survey_id: survey, state } of lots) {
    const isCrowd = (crowds.get(survey)?.length ?? 0) >= CROWD;
    const isReleased = isCrowd && state !== ResponseState.STARTED;
    await tx.query('update survey_response set is_released = $2 where id = $1', [id, isReleased]);
    await tx.query('update survey_answer set position = position where response_id = $1', [id]);
    await tx.query('update survey_flag set is_automatic = is_automatic where response_id = $1', [id]);
  }
  await tx.query(`with gone as (delete from survey_participation returning *)
    insert into survey_participation select * from gone order by random()`);
}
