import { setTimeout as pause } from 'node:timers/promises';
import { definePlugin } from '@candor/kernel';
import { Migration } from '@mikro-orm/migrations';
import { z } from 'zod';

class Shutdown20261122 extends Migration {
  up(): void {
    this.addSql('create table shutdown_effect (event text primary key, process int not null)');
  }
}

/** Milliseconds that a job takes: so long that some are always under way. */
const WORK = 1_500;

/** Jobs that take their time and stop when they are told to, each with one effect. */
export const shutdownPlugin = definePlugin({
  name: 'shutdown',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { boards: '^1.0.0' },
  setup(api) {
    api.store({ entities: [], migrations: [Shutdown20261122] });
    const work = api.job(
      'shutdown.work',
      { description: 'Takes its time.', input: z.object({ event: z.string() }) },
      async ({ event }, services, signal) => {
        await pause(WORK, undefined, { signal });
        await services.command((tx) =>
          tx.query('insert into shutdown_effect (event, process) values ($1, $2)', [event, process.pid]),
        );
      },
    );
    api.after('board.progress-posted', { id: 'shutdown.follow' }, async (event, tx) => {
      work.enqueue(tx, { event: event.id });
    });
  },
});
