import { uuidv7 } from 'uuidv7';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/transaction.js';
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
  if (rows.length === 0) tx.beforeCommit(async () => write(tx, rows.splice(0)));
  rows.push({ ...event, name });
}

/**
 * One statement for all events of the transaction. It comes after the flush, which locks the changed records,
 * so that the sequence numbers of one record's events follow the order of their commits.
 */
function write(tx: Tx, rows: readonly Row[]): void {
  const { actor, requestId, origin } = tx.context;
  tx.send(
    `insert into kernel_outbox (id, name, subject, version, payload, actor, request_id, origin, at, trace)
     select id, name, subject, version, payload::jsonb, $6, $7, $8, $9, $10
     from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[])
       with ordinality as event (id, name, subject, version, payload, place) order by place`,
    [
      rows.map(() => uuidv7()),
      rows.map((row) => row.name),
      rows.map((row) => row.subject),
      rows.map(({ version = null }) => (typeof version === 'function' ? version() : version)),
      rows.map((row) => JSON.stringify(row.payload)),
      actor.id,
      requestId,
      origin,
      tx.now.toISOString(),
      tx.trace,
    ],
  );
  // Read now: after the commit of a transaction that was lent there is no unit of work to ask.
  const { config } = tx.em;
  tx.afterCommit(() => listeners.get(config)?.());
}
