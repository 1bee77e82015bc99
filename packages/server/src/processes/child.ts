import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { SignsOfLife } from './signs-of-life.js';

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** A child that lived this long, in milliseconds, is started again at once. */
const LIVED_WELL = 30_000;

export interface ChildOptions {
  readonly name: string;
  /** The program and its arguments, for the runtime that this process runs under. */
  readonly args: readonly string[];
  /** Variables that it gets beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly logger: Logger;
}

interface ChildEvents {
  started: [pid: number];
  message: [message: unknown];
  /** It ended by itself: the exit code, or `null` when it was killed. */
  ended: [code: number | null];
}

/** A process that is started again when it dies, or is stuck and killed for that, sooner or later by how long it lived, until it is stopped. */
export class Child extends EventEmitter<ChildEvents> {
  #process: ChildProcess | undefined;
  #pause = SHORTEST_PAUSE;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(readonly options: ChildOptions) {
    super();
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...process.execArgv, ...this.options.args], {
      env: { ...process.env, ...this.options.environment },
      // A session of its own: Ctrl-C in a terminal reaches only the parent, which ends the children in order.
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#process = child;
    if (child.pid !== undefined) this.emit('started', child.pid);
    const signs = new SignsOfLife(() => {
      this.options.logger.error(`${this.options.name} is stuck: it is killed and started again`);
      child.kill('SIGKILL');
    });
    child.on('message', (message) => signs.hears(message) || this.emit('message', message));
    child.once('error', (error) =>
      this.options.logger.error({ error }, `${this.options.name} does not start`),
    );
    child.once('close', (code, signal) => {
      this.#process = undefined;
      signs.end();
      if (this.#isStopping) return;
      this.options.logger.warn({ code, signal }, `${this.options.name} ended`);
      this.emit('ended', code);
      this.#startAgain(performance.now() - startedAt);
    });
  }

  /** Asks it to end, and kills it after the grace, in milliseconds, or as soon as `forced` is aborted. */
  async stop(grace: number, forced: AbortSignal): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (!child) return;
    const kill = () => child.kill('SIGKILL');
    const timer = setTimeout(kill, grace);
    forced.addEventListener('abort', kill, { once: true });
    const gone = new Promise<void>((done) => child.once('close', () => done()));
    if (forced.aborted) kill();
    else child.kill('SIGTERM');
    await gone;
    clearTimeout(timer);
  }

  #startAgain(lived: number): void {
    if (this.#isStopping) return;
    this.#pause = lived > LIVED_WELL ? SHORTEST_PAUSE : this.#pause;
    this.#timer = setTimeout(() => this.start(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }
}
