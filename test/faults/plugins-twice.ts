import { setTimeout as pause } from 'node:timers/promises';
import { emit } from '@candor/kernel/events';
import { QueueBackend } from '@candor/kernel/jobs';
import { until } from '@candor/server/processes';
import { names, openTrial, type Trial } from './plugins-scene.js';
import type { FaultProgram } from './program.js';

const SETTLES = 120_000;
const TIMES = 10;
const HANDLERS = ['early.after', 'late.after', 'rogue.after'];
/** As the platform itself rings, but what became of each ring stays to be counted. */
const RING = {
  attempts: 10,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: false,
  removeOnFail: false,
};

/** The same job, and the same event, delivered ten times at the same time to two workers. */
export async function twice(program: FaultProgram): Promise<void> {
  const trial = await openTrial(program);
  const workers = await trial.installation.cluster(0, 2);
  const { connection } = trial.installation;
  const backend = new QueueBackend({ connection, redisUrl: process.env['REDIS_URL'] });
  try {
    const row = program.row('fault-5');
    const count = program.isFull ? 1_000 : 50;
    const keys = names('twice', count);
    await backend.ready();
    await jobs(trial, backend, row, keys);
    await events(trial, backend, row, keys);
  } finally {
    await backend.close();
    await workers.stop();
    await trial.installation.close();
  }
}

async function jobs(
  trial: Trial,
  backend: QueueBackend,
  row: string,
  keys: readonly string[],
): Promise<void> {
  await trial.enqueue('good', 'twice', keys);
  const rows = await trial.installation.query<{ id: string }>(
    `select id from kernel_job where name = 'trial.good' order by id`,
  );
  const answered = await ring(
    backend,
    'jobs',
    rows.map(({ id }) => ({ job: id })),
  );
  const isDone = await until(async () => (await trial.jobs('good', 'DONE')) === keys.length, SETTLES, 100);
  const found = await trial.effects('twice');
  trial.program.check(
    `${row} a job that is delivered ten times at once has its effect once`,
    isDone && found.all === keys.length && found.different === keys.length,
    `${found.all} effects of ${keys.length} jobs`,
  );
  told(trial, `${row} each delivery of the job is answered with success`, answered, TIMES * keys.length);
}

async function events(
  trial: Trial,
  backend: QueueBackend,
  row: string,
  keys: readonly string[],
): Promise<void> {
  const { services } = await trial.installation.inside();
  for (const key of keys) {
    await services.command(async (tx) =>
      emit(tx, 'trial.provoked', { subject: key, payload: { kind: 'twice', key } }),
    );
  }
  const delivered = () => trial.installation.count('select count(*) from kernel_delivery');
  await until(async () => (await delivered()) === HANDLERS.length * keys.length, SETTLES, 20);
  const rows = await trial.installation.query<{ event: string; handler: string }>(
    'select event, handler from kernel_delivery order by seq',
  );
  const answered = await ring(
    backend,
    'deliveries',
    rows.map(({ event, handler }) => ({ handler, events: [event] })),
  );
  for (const kind of ['early.after', 'late.after', 'rogue']) {
    const found = await trial.effects(kind);
    trial.program.check(
      `${row} an event that is delivered ten times at once has its effect once (${kind})`,
      found.all === keys.length && found.different === keys.length,
      `${found.all} effects of ${keys.length} events`,
    );
  }
  told(trial, `${row} each delivery of the event is answered with success`, answered, TIMES * rows.length);
}

interface Answered {
  readonly good: number;
  readonly failed: number;
}

/** Rings ten times for each, and waits until all rings are answered. */
async function ring(backend: QueueBackend, name: string, what: readonly object[]): Promise<Answered> {
  const queue = backend.queue(name);
  try {
    for (const data of what)
      await queue.addBulk(Array.from({ length: TIMES }, () => ({ name, data, opts: RING })));
    const counts = async () => ({
      good: await queue.getCompletedCount(),
      failed: await queue.getFailedCount(),
    });
    await until(
      async () => {
        const { good, failed } = await counts();
        return good + failed >= TIMES * what.length;
      },
      SETTLES,
      250,
    );
    // What would come twice would come now.
    await pause(500);
    return await counts();
  } finally {
    await queue.close();
  }
}

function told({ program }: Trial, name: string, { good, failed }: Answered, of: number): void {
  program.check(name, good === of && failed === 0, `${good} of ${of}, ${failed} failed`);
}
