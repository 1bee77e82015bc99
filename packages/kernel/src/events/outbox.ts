import type { Database } from '../database/database.js';
import { newUuid } from '../database/ids.js';
import { rowsInto } from '../database/insert-rows.js';
import type { Tx } from '../database/tx.js';
import type { Events } from '../index.js';
import type { EventName } from '../plugin/contract.js';

export interface Emitted<Payload> {
  /** The public id of the record that changed. */
  readonly subject: string;
  /** Its version after the change; a function is asked when all is written, so that nobody has to write in between. */
  readonly version?: number | null | (() => number);
  /** Ids and plain facts, no personal text. */
  readonly payload: Payload;
}

interface Row extends Emitted<unknown> {
  readonly name: string;
}

const PENDING = Symbol('events of a transaction');

/** Who hears of new events, by the configuration that all units of work of one database share. */
const listeners = new WeakMap<object, () => void>();

/** What a process calls out to those that relay when it has emitted events. */
export const OUTBOX = 'outbox';

/**
 * From now on `kick` is called after each commit of this process that brought events, instead of whoever was
 * called before.
 */
export function onEmitted(database: Database, kick: () => void): void {
  listeners.set(database.orm.config, kick);
}

/**
 * Says that something happened. The event exists if and only if the transaction commits; its handlers run
 * after that, outside of it.
 */
export function emit<Name extends EventName>(tx: Tx, name: Name, event: Emitted<Events[Name]>): void {
  const rows = tx.note<Row[]>(PENDING, () => []);
  if (rows.length === 0) tx.sendLast(() => write(tx, rows.splice(0)));
  rows.push({ ...event, name });
}

const insert = rowsInto('kernel_outbox', [
  'id',
  'name',
  'subject',
  'version',
  'payload',
  'actor',
  'request_id',
  'origin',
  'at',
  'trace',
]);

/**
 * All events of the transaction. This comes after the flush, which locks the changed records, so that the sequence
 * numbers of one record's events follow the order of their commits.
 */
function write(tx: Tx, rows: readonly Row[]): void {
  const { actor, requestId, origin } = tx.context;
  const common = [actor.id, requestId, origin, tx.now.toISOString(), tx.trace];
  insert(
    tx,
    rows.map(({ name, subject, version = null, payload }) => [
      newUuid(),
      name,
      subject,
      typeof version === 'function' ? version() : version,
      JSON.stringify(payload),
      ...common,
    ]),
  );
  // Read now: after the commit of a transaction that was lent there is no unit of work to ask.
  const { config } = tx.em;
  tx.afterCommit(() => listeners.get(config)?.());
}
