import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration.js';
import { startEmbedded } from '../embedded/index.js';
import { makeHome } from '../home.js';
import { Notice } from '../notice.js';
import { Child } from './child.js';
import { Claim } from './claim.js';
import { claimPlatform, type PlatformNote } from './platform-claim.js';
import { assertPortFree } from './port.js';
import { processTable } from './process-table.js';
import { aborted, type StopRequest } from './signals.js';
import type { ChildMessage } from './tell-parent.js';
import { until } from './until.js';

export interface ParentOptions {
  readonly configuration: Pick<Configuration, 'host' | 'port' | 'home' | 'databaseUrl'>;
  readonly logger: Logger;
  /** The programs of the two children, with their arguments, for the runtime that this process runs under. */
  readonly serve: readonly string[];
  readonly work: readonly string[];
  readonly stop: StopRequest;
  /** Told once, when the API is ready: where it is, and what it has to say to whoever started it. */
  readonly onReady: (url: string, announcement: readonly string[]) => void;
}

/** How long the children may take to end, in milliseconds. */
const GRACE = 15_000;

/**
 * Runs the platform until it is told to stop: the database (unless there is one of our own), and `serve` and
 * `work` as two processes, so that what kills one of them leaves the other alone. This process itself does
 * next to nothing, so that nothing kills it.
 */
export async function runPlatform(options: ParentOptions): Promise<void> {
  const { configuration, logger, stop } = options;
  const { host, port, home, databaseUrl } = configuration;
  makeHome(home);
  const claim = new Claim<PlatformNote>(join(home, 'platform'));
  const url = `http://${host}:${port}`;
  await claimPlatform(claim, url, logger);
  try {
    await assertPortFree(host, port);
    const database = databaseUrl
      ? undefined
      : await startEmbedded({ directory: home, logger, role: 'platform' });
    const children = new Children(options, claim, url);
    try {
      if (!stop.polite.aborted) await children.run();
    } finally {
      await children.stop();
      await database?.stop();
    }
  } finally {
    claim.release();
  }
}

class Children {
  readonly #serve: Child;
  readonly #work: Child;
  #isPrepared = false;
  #isReady = false;

  constructor(
    readonly options: ParentOptions,
    readonly claim: Claim<PlatformNote>,
    readonly url: string,
  ) {
    const { logger } = options;
    this.#serve = new Child({ name: 'serve', args: options.serve, logger });
    this.#work = new Child({ name: 'work', args: options.work, logger });
    for (const child of [this.#serve, this.#work]) child.on('started', () => this.#tell('running'));
  }

  /** Until told to stop. Throws when the API ends by itself before it was ever ready. */
  async run(): Promise<void> {
    const failed = new Promise<never>((_, fail) => {
      this.#serve.on('ended', (code) => {
        // A killed process says nothing about whether the next one will do.
        if (!this.#isReady && code !== null)
          fail(new Notice(`Candor did not start: serve ended with code ${code}.`));
      });
    });
    this.#serve.on('message', (message) => this.#hear(message as ChildMessage));
    this.#serve.start();
    await Promise.race([failed, aborted(this.options.stop.polite)]);
  }

  async stop(): Promise<void> {
    this.#tell('stopping');
    await Promise.all([this.#serve, this.#work].map((child) => child.stop(GRACE, this.options.stop.forced)));
  }

  #hear(message: ChildMessage): void {
    // The schema is there: now the worker finds what it works on.
    if (message.type === 'prepared' && !this.#isPrepared) {
      this.#isPrepared = true;
      this.#work.start();
    }
    if (message.type === 'listening' && !this.#isReady)
      void this.#waitUntilReady(message.url, message.announcement);
  }

  async #waitUntilReady(url: string, announcement: readonly string[]): Promise<void> {
    const isReady = await until(
      () => this.options.stop.polite.aborted || answersReady(url),
      Number.POSITIVE_INFINITY,
      50,
    );
    if (!isReady || this.#isReady || this.options.stop.polite.aborted) return;
    this.#isReady = true;
    this.options.onReady(url, announcement);
  }

  #tell(state: PlatformNote['state']): void {
    const children = [this.#serve.pid, this.#work.pid]
      .filter((pid) => pid !== undefined)
      .map((pid) => ({ pid, identity: processTable.identityOf(pid) ?? '' }));
    this.claim.update({ state, url: this.url, children });
  }
}

/** Whether the API there answers that it is ready. */
export async function answersReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
