import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';

/*
 * Who took part in an anonymous survey is kept apart from what was answered, so that nobody answers twice and
 * nobody is reminded in vain: the bare fact, without an instant and without anything that a response has.
 */

/** Notes that a ballot was handed out; false where one was before. */
export async function takePart(tx: Tx, invitationId: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into survey_participation (invitation_id) values ($1)
     on conflict (invitation_id) do nothing returning 1 as one`,
    [uuidOf('survey_invitation', invitationId)],
  );
  return rows.length > 0;
}

/** Which of some invitations to anonymous surveys led to a ballot. */
export async function participants(
  on: Pick<Services, 'query'>,
  invitationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (invitationIds.length === 0) return new Set();
  const rows = await on.query<{ invitation_id: string }>(
    'select invitation_id from survey_participation where invitation_id = any($1::uuid[])',
    [invitationIds.map((id) => uuidOf('survey_invitation', id))],
  );
  return new Set(rows.map((row) => idOf('survey_invitation', row.invitation_id)));
}

/** Which of some invitations are to anonymous surveys. */
export async function anonymousOnes(
  on: Pick<Services, 'query'>,
  invitationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await on.query<{ id: string }>(
    `select i.id from survey_invitation i join survey_survey s on s.id = i.survey_id
     where s.is_anonymous and i.id = any($1::uuid[])`,
    [invitationIds.map((id) => uuidOf('survey_invitation', id))],
  );
  return new Set(rows.map((row) => idOf('survey_invitation', row.id)));
}
