import { Migration } from '@mikro-orm/migrations';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { QUEUE_SCHEMA } from './backend.js';

class Job20261121 extends Migration {
  override up(): void {
    this.addSql(`create table kernel_job (
      id uuid primary key,
      name text not null,
      input jsonb not null,
      state text not null default 'PENDING' check (state in ('PENDING', 'DONE', 'DEAD')),
      attempts integer not null default 0,
      starts integer not null default 0,
      run integer not null default 0,
      lease_until timestamptz,
      enqueued_at timestamptz,
      done_at timestamptz,
      last_error text
    )`);
    this.addSql(`create index kernel_job_pending on kernel_job (enqueued_at) where state = 'PENDING'`);
    this.addSql(`create index kernel_job_done_at on kernel_job (done_at) where state <> 'PENDING'`);
  }
}

/** By which a run continues the trace of what asked for it. */
class JobTrace20261122 extends Migration {
  override up(): void {
    this.addSql('alter table kernel_job add column trace text');
  }
}

export const jobMigrations = [Job20261121, JobTrace20261122];

/** BullMQ's own tables, in a schema of their own. Call it under the migration lock; a second call does nothing. */
export async function migrateJobs(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
