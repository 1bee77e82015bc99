import { randomUUID } from 'node:crypto';
import { idOf, newId, type Tx, uuidOf } from '@candor/kernel/database';
import type { SurveyInvitation } from '../invitations/invitation.js';

/*
 * How an anonymous response is kept apart from the person:
 *
 * - Whoever opens the invitation gets a ballot, once; that alone is noted, without a time (`participation.ts`).
 *   The ballot says nothing of the person and is stored nowhere. Answers are sent with it and without a token.
 * - So the transactions that store answers know no person: neither audit, event, stream, idempotency record nor
 *   log has one, and none of them is written for an anonymous response.
 * - Ids are drawn by lot instead of by time; times are months; facts about the person are kept only where at
 *   least five were invited who share all of them.
 * - Every night the rows are written anew in an order drawn by lot (`release.ts`), so that not even their place
 *   on the disk says in which order they came.
 * - Responses are let out in groups of at least five, at night: whoever compares the figures of two days, or looks
 *   on while one person answers, learns nothing of one person. Staff are not told who took part, either.
 */

/** Of how many invited people one must not be told apart. */
export const CROWD = 5;

/** An id for something that belongs to a response. */
export function idFor(tag: string, { isAnonymous }: { readonly isAnonymous: boolean }): string {
  return isAnonymous ? idOf(tag, randomUUID()) : newId(tag);
}

/** The first instant of the month of an instant, in UTC. */
export function monthOf(instant: Date): Date {
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth(), 1));
}

/** What of an invitation may go into an anonymous response: what at least five invited people share. */
export async function sharedFacts(
  tx: Tx,
  { survey, segmentFacts, locale }: SurveyInvitation,
): Promise<{ segments: Record<string, string>; locale: string }> {
  const [row] = await tx.query<{ alike: number; same_language: number }>(
    `select count(*) filter (where segment_facts = $2::jsonb)::int as alike, count(*)::int as same_language
     from survey_invitation where survey_id = $1 and locale = $3 and sent_at is not null`,
    [uuidOf('survey', survey.id), JSON.stringify(segmentFacts), locale],
  );
  const isAlike = (row?.alike ?? 0) >= CROWD;
  const isCommon = (row?.same_language ?? 0) >= CROWD;
  return { segments: isAlike ? segmentFacts : {}, locale: isCommon ? locale : UNKNOWN_LOCALE };
}

/** BCP 47 for a language that is not told. */
const UNKNOWN_LOCALE = 'und';
