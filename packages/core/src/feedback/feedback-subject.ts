import { type Tx, tagOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { ProgressBoard } from '../boards/index.js';
import { Message } from '../conversations/index.js';
import { Ticket } from '../tickets/index.js';

/** What feedback can be about, by the tag of its id. */
const SUBJECTS: ReadonlyMap<string, new () => object> = new Map<string, new () => object>([
  ['ticket', Ticket],
  ['board', ProgressBoard],
  ['message', Message],
]);

/** Refuses an id of anything that the actor may not see, or that feedback is not about. */
export async function seeSubject(tx: Tx, id: string, field: readonly string[]): Promise<void> {
  const type = SUBJECTS.get(tagOf(id) ?? '');
  if (!type) throw new UserError('NOT_FOUND', field, 'There is no such record.');
  await tx.see(type, id, field);
}
