import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../database/database.js';

const CHANNEL = 'candor_live';
/** PostgreSQL refuses payloads of 8,000 bytes. */
const PAYLOAD_BYTES = 7_000;
// It writes nothing that a crash could lose, so its commit does not wait for the disk, under the lock of all who notify.
const NOTIFY = `select pg_notify('${CHANNEL}', p)
  from set_config('synchronous_commit', 'off', true), unnest($1::text[]) p`;
/** Milliseconds in which names gather after each NOTIFY: it takes a lock of the whole server at commit. */
const GATHER = 5;
/** A line that is dead without a word is noticed within two of them. */
const HEARTBEAT = 5_000;
const LONGEST_PAUSE = 2_000;

export interface WakerOptions {
  readonly database: Database;
  readonly logger: Logger;
  /** Hears which streams have grown, in this process or another; `'all'` after a time of deafness. */
  readonly woken: (streams: readonly string[] | 'all') => void;
  /** How often the connection is tried, and how long an answer may take; milliseconds, 5,000 unless set. */
  readonly heartbeat?: number;
}

/**
 * Tells the other processes which streams have grown, by NOTIFY: names only, in batches, outside of
 * transactions, because NOTIFY takes a lock of the whole server at commit. A lost one does no harm.
 */
export class Waker {
  readonly #self = randomUUID();
  readonly #stopped = new AbortController();
  readonly #waiting = new Set<string>();
  #sending: Promise<void> | undefined;
  #listening: Promise<void> | undefined;

  constructor(private readonly options: WakerOptions) {}

  /** Wakes this process at once and the others soon. While one NOTIFY is on its way, and a moment longer, names gather. */
  notify(streams: readonly string[]): Promise<void> {
    this.options.woken(streams);
    for (const stream of streams) this.#waiting.add(stream);
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  /** Listens on a connection of its own, again and again until `close`. Resolves when it first does. */
  async listen(): Promise<void> {
    if (this.#listening) throw new Error('listens already');
    const first = Promise.withResolvers<void>();
    this.#listening = this.#listenForever(first.resolve);
    await first.promise;
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#listening;
    await this.#sending;
  }

  async #send(): Promise<void> {
    // Whoever woke several streams in one turn sends one notification.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const payloads = packed(this.#self, [...this.#waiting]);
      this.#waiting.clear();
      try {
        await this.options.database.query(NOTIFY, [payloads]);
      } catch (error) {
        this.options.logger.warn(
          { error },
          'other processes were not woken; they find what is new on their own',
        );
      }
      await delay(GATHER);
    }
  }

  async #listenForever(first: () => void): Promise<void> {
    let pause = 50;
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#listenOnce(() => {
          pause = 50;
          first();
          this.options.woken('all');
        });
      } catch (error) {
        if (this.#stopped.signal.aborted) break;
        this.options.logger.warn({ error }, 'not listening for changes of other processes; trying again');
      }
      await delay(pause, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    first();
  }

  /** Ends with an error when the connection is lost, also if the other side falls silent without a word. */
  async #listenOnce(ready: () => void): Promise<void> {
    const { database, heartbeat = HEARTBEAT } = this.options;
    const { promise: lost, reject } = Promise.withResolvers<never>();
    const client = new pg.Client({
      ...database.options.connection,
      application_name: 'candor live',
      keepAlive: true,
      connectionTimeoutMillis: heartbeat,
      query_timeout: heartbeat,
    });
    client.on('error', reject);
    client.on('end', () => reject(new Error('the connection has ended')));
    client.on('notification', ({ payload }) => this.#heard(payload ?? ''));
    const stop = () => reject(new Error('closed'));
    this.#stopped.signal.addEventListener('abort', stop);
    const beat = setInterval(() => client.query('select 1').catch(reject), heartbeat).unref();
    try {
      const connected = client.connect().then(() => client.query(`listen ${CHANNEL}`));
      await Promise.race([connected, lost]);
      ready();
      await lost;
    } finally {
      clearInterval(beat);
      this.#stopped.signal.removeEventListener('abort', stop);
      // A polite goodbye would wait for a server that may be gone.
      client.connection.stream.destroy();
    }
  }

  #heard(payload: string): void {
    const [sender, ...streams] = JSON.parse(payload) as string[];
    if (sender !== this.#self) this.options.woken(streams);
  }
}

/** As many names a payload as fit into it, behind the name of the sender. */
function packed(sender: string, streams: readonly string[]): string[] {
  const payloads: string[] = [];
  let names = [sender];
  let bytes = sender.length + 4;
  for (const stream of streams) {
    const more = Buffer.byteLength(JSON.stringify(stream)) + 1;
    if (bytes + more > PAYLOAD_BYTES) {
      payloads.push(JSON.stringify(names));
      names = [sender];
      bytes = sender.length + 4;
    }
    names.push(stream);
    bytes += more;
  }
  return [...payloads, JSON.stringify(names)];
}
