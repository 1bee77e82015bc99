import { once } from 'node:events';
import {
  createPostgresBackend,
  type PgPool,
  type Processor,
  Queue,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { OpenConnections } from '../database/open-connections.js';

/** The schema of BullMQ's own tables. */
export const QUEUE_SCHEMA = 'bullmq';

const READY_WITHIN = 5_000;

export interface QueueBackendOptions {
  /** The database that BullMQ keeps its queues in where there is no Redis. */
  readonly connection: pg.ClientConfig;
  /** `redis://…`; left out, the queues live in the database. */
  readonly redisUrl?: string | undefined;
  /** What this installation's keys in Redis begin with; its database's name unless set. */
  readonly prefix?: string;
  /** Connections to the database for queues alone; each worker keeps one of them to listen on. */
  readonly poolSize?: number;
}

type Settings = Omit<WorkerOptions, 'connection' | 'prefix'>;

/** Where BullMQ keeps its queues: PostgreSQL, or Redis where one machine is outgrown. Nothing else differs. */
export class QueueBackend {
  readonly #pool: pg.Pool | undefined;
  readonly #redis: Redis | undefined;
  readonly #options: QueueBackendOptions;
  readonly #prefix: string;
  readonly #workers = new Set<Redis>();
  readonly #connections = new OpenConnections();

  constructor(options: QueueBackendOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? `candor-${new pg.Client(options.connection).database}`;
    if (options.redisUrl) this.#redis = redisAt(options.redisUrl);
    else this.#pool = poolOf(options, this.#connections);
  }

  queue(name: string): Queue {
    if (this.#redis) return new Queue(name, { connection: this.#redis, prefix: this.#prefix });
    return new Queue(name, { connection: this.#postgres }, createPostgresBackend) as unknown as Queue;
  }

  worker(name: string, process: Processor, settings: Settings): Worker {
    if (!this.#redis) {
      const options = { ...settings, connection: this.#postgres };
      return new Worker(name, process, options, createPostgresBackend) as unknown as Worker;
    }
    const connection = redisAt(this.#options.redisUrl!);
    this.#workers.add(connection);
    return new Worker(name, process, { ...settings, connection, prefix: this.#prefix });
  }

  /** Whether there is any use in asking now. PostgreSQL answers that itself, by an error. */
  get isReachable(): boolean {
    return !this.#redis || this.#redis.status === 'ready';
  }

  /** Waits for Redis to be reached, though not for ever: whoever starts while it is away starts all the same. */
  async ready(): Promise<void> {
    if (this.isReachable) return;
    const given = AbortSignal.timeout(READY_WITHIN);
    await once(this.#redis!, 'ready', { signal: given }).catch(() => undefined);
  }

  /** BullMQ describes the pool it takes in types of its own. */
  get #postgres(): PgPool {
    return this.#pool as unknown as PgPool;
  }

  /** Cuts all connections to a database that does not answer any more. */
  cut(): void {
    this.#connections.cut();
  }

  async close(): Promise<void> {
    for (const connection of this.#workers) connection.disconnect();
    this.#redis?.disconnect();
    await this.#pool?.end();
  }
}

/**
 * Commands wait for the connection without end, because BullMQ never tries its first ones again; `isReachable`
 * is what keeps others from waiting.
 */
function redisAt(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, keepAlive: 5_000, disconnectTimeout: 100 });
  redis.on('error', () => undefined);
  return redis;
}

/** BullMQ ignores its own `schema` option when it is given a pool, hence the search path (P6). */
function poolOf({ connection, poolSize = 8 }: QueueBackendOptions, connections: OpenConnections): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
    options: `-c search_path=${QUEUE_SCHEMA} -c statement_timeout=30s -c lock_timeout=5s`,
  });
  pool.on('error', () => undefined);
  // One that is cut while it is in use fails its query; unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  connections.watch(pool);
  return pool;
}
