import { setTimeout as pause } from 'node:timers/promises';
import { emit } from '@candor/kernel/events';
import { until } from '@candor/server/processes';
import { names, openTrial, PROCESS, type Trial } from './plugins-scene.js';
import type { FaultProgram } from './program.js';
import { Victim } from './victim.js';

const SETTLES = 120_000;
/** A lost lock and two looks for it, with 10 s and 5 s. */
const RESTARTS_WITHIN = 20_000;
/** What follows each event in these programs. */
const HANDLERS = ['early.after', 'late.after', 'rogue'];

interface Kill {
  readonly pid: number;
  readonly at: number;
}

/** Workers are killed again and again, each time just after one of them has begun something new. */
export async function kills(program: FaultProgram): Promise<void> {
  const trial = await openTrial(program, { LOG_LEVEL: 'info' });
  const migrated = new Victim(PROCESS, ['migrate'], trial.environment);
  await migrated.finishes(SETTLES);
  const crew = new Crew(trial);
  try {
    const row = program.row('fault-2');
    const count = program.isFull ? 500 : 60;
    const killed = await crew.decimate(names('killed', count), program.isFull ? 50 : 6);
    await crew.start();
    const isDone = await until(async () => (await open(trial)) === 0, SETTLES, 250);
    const jobs = await trial.effects('slow');
    const dead = await trial.installation.count(
      `select (select count(*) from kernel_job where state = 'DEAD') + (select count(*) from kernel_delivery where state = 'DEAD')`,
    );
    const hit = await struck(trial, killed);
    const detail = `${killed.length} kills, ${hit.length} runs were cut off`;
    program.check(
      `${row} workers are killed in the middle of jobs: none is lost, and none given up`,
      isDone && jobs.different === count && dead === 0,
      `${jobs.different} of ${count}, ${dead} given up; ${detail}`,
    );
    program.check(`${row} no job has its effect twice`, jobs.all === jobs.different, `${jobs.all} effects`);
    const slowest = Math.max(0, ...hit.map(({ again }) => again ?? Number.POSITIVE_INFINITY));
    program.check(
      `${row} a job whose worker was killed starts again within 20 s`,
      hit.length > 0 && slowest <= RESTARTS_WITHIN,
      `${Math.round(slowest)} ms at most`,
    );
    for (const handler of HANDLERS) {
      const effects = await trial.effects(handler);
      program.check(
        `${row} workers are killed in the middle of the handler ${handler}: each event has its effect once`,
        isDone && effects.all === count && effects.different === count,
        `${effects.all} effects on ${effects.different} of ${count} events`,
      );
    }
  } finally {
    await crew.end();
    await trial.installation.close();
  }
}

/** Asks for jobs and lets events happen, a few a second. */
async function ask(trial: Trial, keys: readonly string[]): Promise<void> {
  const { services } = await trial.installation.inside();
  for (const key of keys) {
    await trial.enqueue('slow', 'slow', [key]);
    await services.command(async (tx) =>
      emit(tx, 'trial.provoked', { subject: key, payload: { kind: 'slow', key } }),
    );
    await pause(100);
  }
}

/** Workers that nobody but this program starts again. */
class Crew {
  #workers: Array<Victim | undefined> = [undefined, undefined, undefined];

  constructor(readonly trial: Trial) {}

  /** Whoever is missing; answers when all of them work, so that a killed one leaves others who can take over. */
  async start(): Promise<void> {
    const { environment } = this.trial;
    this.#workers = this.#workers.map((worker) => worker ?? new Victim(PROCESS, ['work'], environment));
    await until(() => this.#workers.every((worker) => worker!.said.includes('"msg":"working"')), SETTLES);
  }

  /** Asks for some of the work at a time, and each time kills the worker that is the first to begin some of it. */
  async decimate(keys: readonly string[], count: number): Promise<Kill[]> {
    const kills: Kill[] = [];
    const asked: Promise<void>[] = [];
    const size = Math.ceil(keys.length / count);
    for (let n = 0; n < count; n++) {
      await this.start();
      const before = await this.trial.installation.count('select coalesce(max(id), 0) from trial_start');
      asked.push(ask(this.trial, keys.slice(n * size, (n + 1) * size)));
      const pid = await this.#begins(before);
      const index = this.#workers.findIndex((worker) => worker!.process.pid === pid);
      await pause(this.trial.program.random(150));
      const worker = this.#workers[index]!;
      this.#workers[index] = undefined;
      kills.push({ pid: pid!, at: Date.now() });
      await worker.end('SIGKILL');
    }
    await Promise.all(asked);
    return kills;
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker?.end('SIGTERM')));
  }

  /** The process in which something begins for the first time. */
  async #begins(before: number): Promise<number | undefined> {
    let found: { process: number } | undefined;
    await until(
      async () => {
        [found] = await this.trial.installation.query<{ process: number }>(
          `select process from trial_start s where id > $1 and process = any($2) and not exists (
             select 1 from trial_start e where e.kind = s.kind and e.key = s.key and e.id < s.id) order by id limit 1`,
          [before, this.#workers.map((worker) => worker!.process.pid)],
        );
        return found !== undefined;
      },
      SETTLES,
      5,
    );
    return found?.process;
  }
}

const open = (trial: Trial) =>
  trial.installation.count(
    `select (select count(*) from kernel_job where state = 'PENDING') + (select count(*) from kernel_delivery where state = 'PENDING')
       + (select count(*) from kernel_outbox where relayed_at is null)`,
  );

/** Runs of jobs that a kill cut off, and after how many milliseconds each job began anew. */
async function struck(trial: Trial, killed: readonly Kill[]): Promise<Array<{ again: number | null }>> {
  return trial.installation.query<{ again: number | null }>(
    `with kill as (select * from unnest($1::int[], $2::float8[]) as kill (pid, at)),
       begun as (select key, process, extract(epoch from at)::float8 * 1000 as at from trial_start where kind = 'slow')
     select (select min(next.at) - kill.at from begun next where next.key = cut.key and next.at > cut.at) as again
     from begun cut join kill on kill.pid = cut.process and kill.at >= cut.at
     where not exists (select 1 from trial_effect e where e.kind = 'slow' and e.key = cut.key and e.process = cut.process)`,
    [killed.map(({ pid }) => pid), killed.map(({ at }) => at)],
  );
}
