import { type Tx, tagOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { createShareLink, findShareLink, revokeShareLink } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { after } from './board-progress.js';
import type { RevokeBoardShareInput, ShareBoardInput } from './boards-inputs.js';
import { boardToChange } from './boards-service.js';

const LONGEST = 'P90D';

/** Makes a link that opens one board, to be read only. Answers its id. */
export async function shareBoard(tx: Tx, { boardId, expiresIn }: ShareBoardInput): Promise<string> {
  const board = await boardToChange(tx, { boardId });
  const expiresAt = after(tx.now, expiresIn);
  if (expiresAt > after(tx.now, LONGEST)) {
    throw new UserError('INVALID', ['expiresIn'], 'A link holds for at most 90 days.');
  }
  const link = await createShareLink(tx, { subject: board.id, mode: 'READ', expiresAt });
  audit(tx, { action: 'board.share', subject: board.id, after: { link: link.id, expiresAt } });
  return link.id;
}

/** Ends a link to a board: whoever came with it is sent away. A link of something else is not found. */
export async function revokeBoardShare(tx: Tx, { shareLinkId }: RevokeBoardShareInput): Promise<string> {
  const link = await findShareLink(tx, shareLinkId);
  if (!link || tagOf(link.subject) !== 'board') {
    throw new UserError('NOT_FOUND', ['shareLinkId'], 'There is no such link.');
  }
  const board = await boardToChange(tx, { boardId: link.subject }, undefined, ['shareLinkId']);
  await revokeShareLink(tx, link.id);
  audit(tx, { action: 'board.revokeShare', subject: board.id, after: { link: link.id } });
  return link.id;
}
