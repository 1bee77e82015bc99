import type { Logger } from 'pino';
import { Child } from '../processes/child.js';
import { answersReady } from '../processes/parent.js';
import type { ChildMessage } from '../processes/tell-parent.js';
import { until } from '../processes/until.js';

export interface MemberOptions {
  readonly name: string;
  /** The program and its arguments, for the runtime that this process runs under. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
}

const READY_EVERY = 50;

/** One process of a cluster. It is started again when it dies. */
export class Member {
  readonly name: string;
  readonly #child: Child;
  /** Where it serves; a worker has no address. */
  #url: string | undefined;
  #announcement: readonly string[] = [];
  readonly #began = Promise.withResolvers<void>();

  constructor({ name, args, environment, logger }: MemberOptions) {
    this.name = name;
    this.#child = new Child({ name, args, environment, logger });
    this.#child.on('message', (message) => this.#hear(message as ChildMessage));
    // A killed process says nothing about whether the next one will do.
    this.#child.on('ended', (code) => {
      if (code !== null) this.#began.reject(new Error(`${name} did not start: it ended with code ${code}.`));
    });
    this.#began.promise.catch(() => undefined);
  }

  /** Of the process that runs at the moment; none between two lives. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get url(): string {
    return this.#url ?? '';
  }

  /** What it has to say to whoever started it. */
  get announcement(): readonly string[] {
    return this.#announcement;
  }

  start(): void {
    this.#child.start();
  }

  /** Waits for its first start; rejects when that ends by itself. */
  async began(): Promise<void> {
    await this.#began.promise;
    if (this.#url) await this.ready(Number.POSITIVE_INFINITY);
  }

  /** Whether the API of a server answers within the patience, in milliseconds, that it is ready. */
  ready(patience: number): Promise<boolean> {
    return until(() => answersReady(this.url), patience, READY_EVERY);
  }

  /** Signals the process that runs at the moment; answers which one it was. */
  signal(signal: NodeJS.Signals): number | undefined {
    const { pid } = this;
    if (pid !== undefined) process.kill(pid, signal);
    return pid;
  }

  stop(grace: number, forced: AbortSignal): Promise<void> {
    return this.#child.stop(grace, forced);
  }

  #hear(message: ChildMessage): void {
    if (message.type === 'prepared') return;
    if (message.type === 'listening') {
      this.#url = message.url;
      this.#announcement = message.announcement;
    }
    this.#began.resolve();
  }
}
