import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Clock } from '../clocks/clock.js';
import type { Database } from '../database/database.js';
import { Loop } from '../jobs/loop.js';
import type { AfterDeclaration } from '../plugin/registry.js';
import type { Delivery } from './deliveries.js';
import { onEmitted } from './outbox.js';

/** Events that one statement relays. */
const BATCH = 500;

/** Under load the events of so many milliseconds are relayed together; the first after a quiet time at once. */
const GATHER = 20;

/** How soon events of a process that died before it relayed them are found; milliseconds. */
const POLL = 250;

export interface RelayOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly handlers: readonly AfterDeclaration[];
  /** Hears of new deliveries once they are committed. */
  readonly deliver: (deliveries: readonly Delivery[]) => Promise<void>;
  /** Hears, once a batch, which records have changed: what watches them may look again. Ids only. */
  readonly wake?: (subjects: readonly string[]) => Promise<void> | void;
  readonly report: (error: unknown) => void;
}

interface Relayed {
  readonly event: string;
  readonly subject: string;
  /** Null for an event that nobody follows. */
  readonly handler: string | null;
}

/**
 * Turns committed events into deliveries, one for each handler. Rows are claimed by their state, not by a
 * position: an event that commits late is found all the same (P32). Any number of processes may run a relay.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #loop: Loop;
  readonly #columns: readonly unknown[];
  #wanted: string;
  #paused = false;
  #lastPass = Number.NEGATIVE_INFINITY;
  #gathering: NodeJS.Timeout | undefined;
  #passing: Promise<void> = Promise.resolve();

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#loop = new Loop(() => this.#turn(), POLL, options.report);
    const { handlers } = options;
    this.#columns = [
      handlers.map(({ event }) => event),
      handlers.map(({ id }) => id),
      handlers.map(({ options: { imports } }) => imports ?? false),
      handlers.map(({ options: { orderedBy } }) => orderedBy === 'subject'),
    ];
    this.#wanted = relayStatement(wantsOf(handlers));
  }

  start(): void {
    onEmitted(this.#options.database, () => this.kick());
    this.#loop.start();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#gathering);
    await this.#loop.stop();
  }

  /** There may be new events. */
  kick(): void {
    if (this.#gathering) return;
    const pause = this.#lastPass + GATHER - performance.now();
    if (pause <= 0) {
      this.#loop.kick();
      return;
    }
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#loop.kick();
    }, pause).unref();
  }

  /** Leaves events where they are until `resume`, once what is under way has ended; for tests. */
  async pause(): Promise<void> {
    this.#paused = true;
    await this.#passing.catch(() => undefined);
  }

  resume(): void {
    this.#paused = false;
    this.kick();
  }

  /** Resolves when no committed event is left that was not relayed, by this process or another. */
  async drain(): Promise<void> {
    while ((await this.#relay()) > 0 || (await this.hasWork())) await sleep(1);
  }

  /** Whether a committed event waits to be relayed, here or elsewhere. */
  async hasWork(): Promise<boolean> {
    return (
      (await this.#options.database.query('select 1 from kernel_outbox where relayed_at is null limit 1'))
        .length > 0
    );
  }

  /** One statement, which is one transaction: claims events, marks them relayed, writes their deliveries. */
  async #claim(): Promise<Relayed[]> {
    const { database, clock, report } = this.#options;
    const values = [clock.now().toISOString(), ...this.#columns];
    try {
      return await database.query<Relayed>(this.#wanted, values);
    } catch (error) {
      if (this.#wanted === EVERYTHING) throw error;
      // A plugin's condition must not hold up everybody's events; so it is not asked any more.
      const rows = await database.query<Relayed>(EVERYTHING, values);
      this.#wanted = EVERYTHING;
      report(error);
      return rows;
    }
  }

  #turn(): Promise<void> {
    this.#lastPass = performance.now();
    this.#passing = this.#pass();
    return this.#passing;
  }

  async #pass(): Promise<void> {
    while (!this.#paused && (await this.#relay()) === BATCH);
  }

  async #relay(): Promise<number> {
    const { deliver, wake } = this.#options;
    const rows = await this.#claim();
    const events = new Set(rows.map(({ event }) => event));
    await deliver(
      rows.flatMap(({ event, handler }) => (handler === null ? [] : [{ event, handler, attempts: 0 }])),
    );
    if (wake && rows.length > 0) await wake([...new Set(rows.map(({ subject }) => subject))]);
    return events.size;
  }
}

/** Which handlers deliver only what a condition of theirs holds for. */
function wantsOf(handlers: readonly AfterDeclaration[]): string {
  const wants = new Map(handlers.flatMap(({ id, options: { wants } }) => (wants ? [[id, wants]] : [])));
  const cases = [...wants].map(([id, condition]) => `when ${pg.escapeLiteral(id)} then (${condition})`);
  return cases.length === 0 ? '' : `and case h.handler ${cases.join(' ')} else true end`;
}

const relayStatement = (wanted: string) => `with claimed as materialized (
    select id, seq, name, subject, origin from kernel_outbox
    where relayed_at is null order by seq limit ${BATCH} for update skip locked
  ), marked as (
    update kernel_outbox o set relayed_at = $1 from claimed where o.id = claimed.id
  ), added as (
    insert into kernel_delivery (event, handler, subject, seq, enqueued_at)
    select event.id, h.handler, case when h.ordered then event.subject end, event.seq, $1
    from claimed as event
    join unnest($2::text[], $3::text[], $4::boolean[], $5::boolean[]) as h (event, handler, imports, ordered)
      on h.event = event.name and (event.origin = 'live' or h.imports) ${wanted}
    order by event.seq
    returning event, handler
  )
  select claimed.id as event, claimed.subject, added.handler
  from claimed left join added on added.event = claimed.id order by claimed.seq`;

const EVERYTHING = relayStatement('');
