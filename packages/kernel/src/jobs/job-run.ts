import { type Transactions, transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { Cutoff, Stopping } from '../due/cutoff.js';
import { lend } from '../due/lend.js';
import { pauseAfter, reasonOf } from '../due/retry.js';
import { SYSTEM } from '../identity/actor.js';
import type { JobOptions, JobRun, Services } from '../plugin/contract.js';
import { errorType, UNTRACED } from '../tracing/tracing.js';
import { jobStep } from '../tracing/work-steps.js';
import { Company } from './company.js';
import { assertCurrent, fail, finish, release, renew, type Started, Superseded, start } from './job-store.js';
import type { JobsOptions } from './jobs.js';
import { HandBack } from './queue.js';
import { joinedTo, servicesWith } from './services.js';

/** A job that took its process down this often is not started again. */
const MOST_STARTS = 3;

const RENEW_EVERY = 2_500;

/** Milliseconds to wait for a process that knows the job, as one of a newer release may. */
const UNKNOWN_PAUSE = 60_000;

interface Declared {
  readonly options: JobOptions<unknown>;
  readonly run: JobRun<unknown>;
  /** Milliseconds. */
  readonly timeout: number;
}

interface Running {
  readonly started: Started;
  readonly cutoff: Cutoff;
}

/** Runs jobs one start at a time each, and counts how they end. */
export class JobRunner {
  readonly #options: JobsOptions;
  readonly #planRetry: (tx: Tx, id: string, at: Date) => Promise<void>;
  readonly #declared = new Map<string, Declared>();
  readonly #running = new Set<Running>();
  readonly #company: Company;
  #renewing: NodeJS.Timeout | undefined;

  constructor(options: JobsOptions, planRetry: (tx: Tx, id: string, at: Date) => Promise<void>) {
    this.#options = options;
    this.#planRetry = planRetry;
    this.#company = options.company ?? new Company();
  }

  get running(): number {
    return this.#running.size;
  }

  register(name: string, options: JobOptions<unknown>, run: JobRun<unknown>): void {
    const timeout = Temporal.Duration.from(options.timeout ?? 'PT1M').total('milliseconds');
    this.#declared.set(name, { options, run, timeout });
  }

  async run(id: string, stopping: AbortSignal): Promise<void> {
    const isSuspect = await this.#company.together(() => this.#start(id, stopping, false));
    if (isSuspect) await this.#company.alone(() => this.#start(id, stopping, true));
  }

  /** Answers whether the job is to run alone, its process having ended so often that this is its last start. */
  async #start(id: string, stopping: AbortSignal, isAlone: boolean): Promise<boolean> {
    const started = await start(this.#transactions.database, id);
    if (!started) return false;
    const declared = this.#declared.get(started.name);
    if (started.starts > MOST_STARTS) {
      const reason = new Error(`its process ended ${MOST_STARTS} times while it ran`);
      await this.#failed(started, reason, { isFinal: true });
    } else if (!declared) {
      const reason = new Error(`no job of the name ${started.name} is known here`);
      await this.#failed(started, reason, { pause: UNKNOWN_PAUSE });
    } else if (started.starts === MOST_STARTS && !isAlone) {
      await release(this.#transactions.database, started);
      return true;
    } else {
      const input = read(declared.options, started.input);
      if (input.success) await this.#attempt(started, declared, input.data, stopping);
      else await this.#failed(started, new Error(input.reason), { isFinal: true });
    }
    return false;
  }

  async #attempt(started: Started, declared: Declared, input: unknown, stopping: AbortSignal): Promise<void> {
    const cutoff = new Cutoff(declared.timeout, stopping);
    const running = { started, cutoff };
    this.#add(running);
    const { tracing = UNTRACED } = this.#options;
    try {
      await tracing.run(jobStep(started), async (span) => {
        try {
          await this.#work(running, declared, input);
        } catch (error) {
          // One that is handed back has not failed.
          if (!(error instanceof Stopping)) span.failed(errorType(error));
          await this.#ended(started, error);
        }
      });
    } finally {
      this.#remove(running);
    }
  }

  async #work(running: Running, declared: Declared, input: unknown): Promise<void> {
    if (declared.options.once) return this.#once(running, declared, input);
    await running.cutoff.run((signal) => declared.run(input, this.#servicesOf(running), signal));
    await finish(this.#transactions.database, running.started, this.#options.clock.now());
  }

  /** The run and the mark that it is done share one transaction. */
  async #once({ started, cutoff }: Running, declared: Declared, input: unknown): Promise<void> {
    const { services } = this.#options;
    await services.command(async (tx) => {
      const lent = lend(tx);
      try {
        const joined = joinedTo(services, lent.tx);
        await cutoff.run((signal) => declared.run(input, joined, signal));
      } catch (error) {
        lent.revoke();
        throw error;
      }
      tx.beforeCommit(() => finish(tx, started, tx.now));
      tx.afterCommit(() => lent.revoke());
    });
  }

  async #ended(started: Started, reason: unknown): Promise<void> {
    if (reason instanceof Superseded) return this.#options.report(reason);
    if (!(reason instanceof Stopping)) return this.#failed(started, reason);
    await release(this.#transactions.database, started);
    throw new HandBack([{ data: { job: started.id } }]);
  }

  async #failed(
    started: Started,
    error: unknown,
    { isFinal = false, pause }: { isFinal?: boolean; pause?: number } = {},
  ): Promise<void> {
    const context = { actor: SYSTEM, requestId: started.id, origin: 'live' as const };
    try {
      const { attempts, dead } = await transaction(this.#transactions, context, async (tx) => {
        const outcome = await fail(tx, started, reasonOf(error), isFinal);
        if (!outcome.dead) {
          await this.#planRetry(
            tx,
            started.id,
            new Date(tx.now.getTime() + (pause ?? pauseAfter(outcome.attempts))),
          );
        }
        return outcome;
      });
      this.#options.logger.warn(
        { err: error, job: started.name, id: started.id, attempts, dead },
        'a job failed',
      );
      if (dead) this.#options.report(error);
    } catch (problem) {
      if (!(problem instanceof Superseded)) throw problem;
      this.#options.report(problem);
    }
  }

  /** What a run is given: its commands commit only while it is the one that owns the job. */
  #servicesOf({ started, cutoff }: Running): Services {
    const { services } = this.#options;
    const command: Services['command'] = (work, options) =>
      services.command((tx) => {
        tx.beforeCommit(async () => {
          if (cutoff.isFinal) throw cutoff.signal.reason;
          await assertCurrent(tx, started);
        });
        return work(tx);
      }, options);
    return servicesWith(services, { command });
  }

  #add(running: Running): void {
    this.#running.add(running);
    this.#renewing ??= setInterval(() => void this.#renew(), RENEW_EVERY).unref();
  }

  #remove(running: Running): void {
    this.#running.delete(running);
    if (this.#running.size > 0) return;
    clearInterval(this.#renewing);
    this.#renewing = undefined;
  }

  /** A run whose event loop was blocked learns here that it is not the owner any more. */
  async #renew(): Promise<void> {
    const runs = [...this.#running];
    try {
      const mine = await renew(
        this.#transactions.database,
        runs.map(({ started }) => started),
      );
      for (const { started, cutoff } of runs)
        if (!mine.has(started.id)) cutoff.abort(new Superseded(started));
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the leases of running jobs could not be renewed');
    }
  }

  get #transactions(): Transactions {
    return this.#options.transactions;
  }
}

/** A check of the input that breaks says as much as one that refuses: there is no use in trying again. */
function read(
  { input }: JobOptions<unknown>,
  stored: unknown,
): { success: true; data: unknown } | { success: false; reason: string } {
  try {
    const parsed = input.safeParse(stored);
    if (parsed.success) return parsed;
    return { success: false, reason: `the input does not fit: ${pathsOf(parsed.error)}` };
  } catch (error) {
    return { success: false, reason: `the input cannot be read: ${reasonOf(error)}` };
  }
}

function pathsOf(error: { issues: ReadonlyArray<{ path: readonly PropertyKey[]; code: string }> }): string {
  return error.issues.map(({ path, code }) => `${path.map(String).join('.') || 'input'} ${code}`).join(', ');
}
