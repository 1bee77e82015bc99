import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@candor/server/processes';
import { names, openTrial, type Trial } from './plugins-scene.js';
import type { FaultProgram } from './program.js';

const SETTLES = 120_000;
/** Has the database itself write down what pauses are planned. */
const PAUSES = [
  'create table trial_pause (id bigint generated always as identity primary key, key text, ms float8)',
  `create function trial_pause() returns trigger as $$ begin
     insert into trial_pause (key, ms) values (new.key, extract(epoch from new.due_at - clock_timestamp()) * 1000);
     return new; end; $$ language plpgsql`,
  `create trigger trial_pause before insert or update on kernel_due
     for each row when (new.kind = 'jobs.retry') execute function trial_pause()`,
];
/** Milliseconds that a failed attempt takes until the next one is planned. */
const PLANNING = 250;
/** Of each kind that only fails; of each kind that takes its process along there is one. */
const FAILING = 3;

/** Poisonous jobs of four kinds among good ones, for two workers with little memory. */
export async function poison(program: FaultProgram): Promise<void> {
  const trial = await openTrial(program, { NODE_OPTIONS: '--max-old-space-size=320' });
  const workers = await trial.installation.cluster(0, 2);
  try {
    const row = program.row('fault-11');
    for (const statement of PAUSES) await trial.installation.query(statement);
    const without = program.isFull ? await goodJobs(trial, 'alone', GOOD(program) / 5) : 1;
    await trial.enqueue('throws', 'throws', names('throws', FAILING));
    await trial.enqueue('exits', 'exits', ['exits']);
    await trial.enqueue('eats', 'eats', ['eats']);
    await trial.enqueue('long', 'long', names('long', 6));
    await unreadable(trial);
    const beside = await goodJobs(trial, 'beside', GOOD(program));
    const areOver = await until(async () => (await allDead(trial)) === 2 * FAILING + 2, SETTLES, 250);
    const areDone = await until(
      async () => (await trial.jobs('good', 'PENDING')) + (await trial.jobs('long', 'PENDING')) === 0,
      SETTLES,
      250,
    );
    program.check(`${row} every poisonous job comes to its end`, areOver, `${await allDead(trial)} are dead`);
    const good = await trial.effects('beside');
    const long = await trial.effects('long');
    const condemned = (await trial.jobs('good', 'DEAD')) - FAILING + (await trial.jobs('long', 'DEAD'));
    program.check(
      `${row} good jobs beside them are done once each, those that their neighbours took along as well`,
      areDone && good.all === GOOD(program) && good.different === good.all && long.different === 6,
      `${good.all} effects of ${GOOD(program)}, ${long.different} of 6 long ones, ${condemned} given up`,
    );
    program.check(
      `${row} no good job is given up for what its neighbour did`,
      condemned === 0,
      `${condemned}`,
    );
    if (program.isFull)
      program.check(
        `${row} good jobs get on at 95 % of their pace without poison`,
        beside >= 0.95 * without,
        `${beside.toFixed(1)} a second beside poison, ${without.toFixed(1)} without`,
      );
    await thrower(trial, row);
    await killers(trial, row);
    await readers(trial, row);
  } finally {
    await workers.stop();
    await trial.installation.close();
  }
}

const GOOD = ({ isFull }: FaultProgram) => (isFull ? 10_000 : 300);

/** They come at a steady pace, as work does, below what the workers could do. Answers how many were done a second. */
async function goodJobs(trial: Trial, kind: string, count: number): Promise<number> {
  const batch = 20;
  const every = 180;
  const began = performance.now();
  for (let n = 0; n < count; n += batch) {
    await pause(Math.max(0, began + (n / batch) * every - performance.now()));
    await trial.enqueue('good', kind, names(`${n}`, batch));
  }
  await until(async () => (await trial.effects(kind)).different >= 0.99 * count, SETTLES, 50);
  return (0.99 * count) / ((performance.now() - began) / 1_000);
}

/** What another release may have written: the rows are there, and nobody here can read their input. */
async function unreadable(trial: Trial): Promise<void> {
  for (let n = 0; n < FAILING; n++) {
    await trial.installation.query(
      `insert into kernel_job (id, name, input, enqueued_at) values ($1, 'trial.good', '{"kind": 5}', 'epoch')`,
      [randomUUID()],
    );
  }
}

interface Dead {
  readonly name: string;
  readonly attempts: number;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly starts: number[];
}

async function dead(trial: Trial, name: string): Promise<Dead[]> {
  return trial.installation.query<Dead>(
    `select name, attempts, last_error as reason, (
       select coalesce(array_agg((extract(epoch from s.at) * 1000)::float8 order by s.at), '{}') from trial_start s
       where s.kind = j.input ->> 'kind' and s.key = j.input ->> 'key') as starts
     from kernel_job j where name = $1 and state = 'DEAD'`,
    [`trial.${name}`],
  );
}

const allDead = (trial: Trial) =>
  trial.installation.count(`select count(*) from kernel_job where state = 'DEAD'`);

async function thrower(trial: Trial, row: string): Promise<void> {
  const found = await dead(trial, 'throws');
  const rows = await trial.installation.query<{ pauses: number[] }>(
    'select array_agg(ms order by id) as pauses from trial_pause group by key',
  );
  const pauses = rows.map((planned) => planned.pauses);
  const isSpread = pauses.every((of) =>
    of.every((ms, n) => ms >= 750 * 2 ** n - PLANNING && ms <= 1_250 * 2 ** n),
  );
  const shown = pauses.map((of) => of.map((ms) => Math.round(ms)).join('/')).join(' ');
  trial.program.check(
    `${row} what throws is tried five times, and is one dead letter with the reason`,
    found.length === FAILING &&
      found.every(
        ({ attempts, starts, reason }) =>
          attempts === 5 && starts.length === 5 && reason === 'it always throws',
      ),
    found.map(({ attempts, starts }) => `${attempts} attempts, ${starts.length} starts`).join('; '),
  );
  trial.program.check(
    `${row} the pauses between the attempts double, and are spread`,
    pauses.length === FAILING && isSpread && new Set(pauses.map(([first]) => first)).size > 1,
    `${shown} ms`,
  );
}

async function killers(trial: Trial, row: string): Promise<void> {
  for (const name of ['exits', 'eats']) {
    const [one, ...more] = await dead(trial, name);
    trial.program.check(
      `${row} a job that takes its process down (${name}) is not started a fourth time, and says why`,
      one !== undefined &&
        more.length === 0 &&
        one.starts.length <= 3 &&
        one.reason === 'its process ended 3 times while it ran',
      `${one?.starts.length} starts over ${Math.round(((one?.starts.at(-1) ?? 0) - (one?.starts[0] ?? 0)) / 1_000)} s`,
    );
  }
}

async function readers(trial: Trial, row: string): Promise<void> {
  const found = await dead(trial, 'good');
  trial.program.check(
    `${row} an input that nobody can read is a dead letter on the first attempt`,
    found.length === FAILING &&
      found.every(
        ({ attempts, starts, reason }) =>
          attempts === 1 && starts.length === 0 && /does not fit/.test(reason),
      ),
    found[0]?.reason,
  );
}
