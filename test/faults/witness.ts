import { definePlugin } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { Migration } from '@mikro-orm/migrations';
import { z } from 'zod';

/** Made once however many processes migrate: a second one would find the table. */
class Witness20261122 extends Migration {
  up(): void {
    this.addSql(`create table witness_effect (id bigint generated always as identity primary key,
      kind text not null, subject text not null, process int not null)`);
  }
}

/** What has happened, and in which process. Nothing here keeps it from happening twice but the platform itself. */
async function note(tx: Tx, kind: 'hook' | 'job' | 'beat', subject: string): Promise<void> {
  await tx.query('insert into witness_effect (kind, subject, process) values ($1, $2, $3)', [
    kind,
    subject,
    process.pid,
  ]);
}

/** A plugin that writes down what happens behind the API, for a checker outside to count. */
export const witness = definePlugin({
  name: 'witness',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { boards: '^1.0.0' },
  setup(api) {
    api.store({ entities: [], migrations: [Witness20261122] });
    const work = api.job(
      'witness.work',
      { description: 'Follows from a hook.', input: z.object({ event: z.string() }) },
      ({ event }, services) => services.command((tx) => note(tx, 'job', event)),
    );
    api.after('board.progress-posted', { id: 'witness.follow' }, async (event, tx) => {
      await note(tx, 'hook', event.id);
      work.enqueue(tx, { event: event.id });
    });
    const beat = api.job(
      'witness.beat',
      { description: 'Runs by the calendar.', input: z.object({}) },
      (_, services) => services.command((tx) => note(tx, 'beat', 'beat')),
    );
    // So seldom that it only comes when a test says that it is time.
    api.schedule(BEAT, { cron: '0 0 1 1 *', timeZone: 'UTC', missed: 'once' }, beat);
  },
});

/** The schedule's name on the table of all that is due. */
export const BEAT = 'witness.beat.yearly';

/** In front of a command's arguments: without the witness. */
export const PLAIN = '--plain';
