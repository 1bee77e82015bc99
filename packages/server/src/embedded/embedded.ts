import { existsSync, readFileSync, rmdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { Notice } from '../notice.js';
import { Claim } from '../processes/claim.js';
import { until } from '../processes/until.js';
import { createDatabase, dropDatabase, ensureDatabase, hasOtherSessions } from './administration.js';
import { ensureCluster } from './cluster.js';
import { type Places, placesOf } from './places.js';
import { connectionTo, hasSocket, liveServer, startServer, stopServer } from './postmaster.js';
import { probe, probeUntil } from './probe.js';

export interface EmbeddedOptions {
  /** The home of this installation, such as `.candor`; the data lie below it. */
  readonly directory: string;
  readonly logger: Logger;
  /**
   * What the server is for. The platform starts it again when it dies, and stops it whoever else uses it; a
   * command leaves it to those who still use it. Left out, a command.
   */
  readonly role?: 'platform' | 'command';
}

export interface EmbeddedServer {
  /** How this process, and any other of the same account, reaches the database `candor`. */
  readonly connection: pg.ClientConfig;
  /** Makes another database on the server, and answers how to reach it. */
  createDatabase(name: string): Promise<pg.ClientConfig>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** What the process that answers for the server is about. */
type ClaimNote = 'using' | 'leaving';

/** How long another process may take to start the server, in milliseconds. */
const OTHERS_START = 60_000;
/** How long a server that we found may take to answer: it may be recovering, or stopping. */
const FOUND_ANSWERS = 30_000;
/** A server writes its file first, and opens its socket then. */
const OPENS_WITHIN = 2_000;
const WATCH_EVERY = 250;
const LONGEST_PAUSE = 10_000;
/** How long another process may take to find out whether it can stop the server, and to stop it. */
const OTHERS_LEAVE = 5_000;
/** A session that was closed a moment ago may still be listed. */
const SESSIONS_END = 1_000;

/**
 * The embedded PostgreSQL of this home, started if it does not run. A server that a killed process left
 * behind is adopted; one that another live process answers for is shared.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const server = new PersistentServer(placesOf(options.directory), options.logger, options.role ?? 'command');
  await server.join();
  return server;
}

class PersistentServer implements EmbeddedServer {
  readonly #claim: Claim<ClaimNote>;
  readonly #stopping = new AbortController();
  #connection: pg.ClientConfig | undefined;
  #watch: Promise<void> | undefined;

  constructor(
    readonly places: Places,
    readonly logger: Logger,
    readonly role: 'platform' | 'command',
  ) {
    this.#claim = new Claim(places.claim);
  }

  get connection(): pg.ClientConfig {
    return this.#connection ?? {};
  }

  /** Answers for the server from now on, or finds the one that another process answers for. */
  async join(): Promise<void> {
    const isUp = await until(async () => {
      if (this.#claim.take('using')) await this.#run();
      else this.#connection = await this.#findOthers();
      return this.#connection !== undefined;
    }, OTHERS_START).catch((error) => {
      this.#claim.release();
      throw error;
    });
    if (!isUp)
      throw new Notice(
        `Another process answers for the database in ${this.places.data}, but it does not start.`,
      );
    if (this.role === 'platform') this.#watch = this.#keepRunning();
  }

  createDatabase(name: string): Promise<pg.ClientConfig> {
    return createDatabase(this.connection, name);
  }

  dropDatabase(name: string): Promise<void> {
    return dropDatabase(this.connection, name);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watch;
    // Whoever else answers for it now will stop it; but one that is leaving may have found us still using it.
    const isLeaving = () => this.#claim.take('leaving') || this.#claim.holder()?.note !== 'leaving';
    await until(isLeaving, OTHERS_LEAVE);
    if (!this.#claim.isHeld) return;
    this.#claim.update('leaving');
    try {
      const mayStop = this.role === 'platform' || (await until(() => this.#isUnused(), SESSIONS_END));
      if (mayStop) await this.#end();
    } finally {
      this.#claim.release();
    }
  }

  async #end(): Promise<void> {
    await stopServer(this.places.data, this.places.binaries.postgres);
    try {
      rmdirSync(this.connection.host ?? '');
    } catch {
      // The folder of its sockets is not empty, or there is none; the next start makes or takes it.
    }
  }

  /** Adopts the server that runs, or starts one. Only with the claim. */
  async #run(): Promise<void> {
    this.#connection = (await this.#adopt()) ?? (await this.#start());
    await ensureDatabase(this.#connection);
  }

  async #start(): Promise<pg.ClientConfig> {
    return startServer(this.places, ensureCluster(this.places), this.#connection);
  }

  /** A server that a killed process left behind. One that does not know our password is stopped. */
  async #adopt(): Promise<pg.ClientConfig | undefined> {
    const left = liveServer(this.places.data);
    if (!left) return undefined;
    const connection = connectionTo(left, this.#readPassword());
    const opened = performance.now() + OPENS_WITHIN;
    const isLost = () =>
      !this.#isReachable() && (performance.now() > opened || !liveServer(this.places.data));
    const answer = await probeUntil(connection, isLost, FOUND_ANSWERS);
    if (answer === 'ready') {
      this.logger.info(
        { pid: left.pid, since: left.startedAt },
        'adopted the database server that was left running',
      );
      return connection;
    }
    await stopServer(this.places.data, this.places.binaries.postgres);
    return undefined;
  }

  async #findOthers(): Promise<pg.ClientConfig | undefined> {
    const live = liveServer(this.places.data);
    const connection = live && connectionTo(live, this.#readPassword());
    return connection && (await probe(connection)) === 'ready' ? connection : undefined;
  }

  #isReachable(): boolean {
    const live = liveServer(this.places.data);
    return live !== undefined && hasSocket(live);
  }

  #readPassword(): string {
    return existsSync(this.places.password) ? readFileSync(this.places.password, 'utf8') : '';
  }

  async #isUnused(): Promise<boolean> {
    // One that does not answer serves nobody.
    return (await probe(this.connection)) !== 'ready' || !(await hasOtherSessions(this.connection));
  }

  /** Until it is told to stop: sees that the server runs, pausing longer after each failure. */
  async #keepRunning(): Promise<void> {
    const { signal } = this.#stopping;
    let wait = WATCH_EVERY;
    while (!signal.aborted) {
      try {
        if (this.#claim.take('using') && !this.#isReachable()) {
          this.logger.warn('the database server is gone; starting it again');
          await this.#run();
        }
        wait = WATCH_EVERY;
      } catch (error) {
        this.logger.error({ error }, 'the database server cannot be started; trying again');
        wait = Math.min(wait * 2, LONGEST_PAUSE);
      }
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
