import { Migration } from '@mikro-orm/migrations';

/** By which staff find what happened. */
class Oversight20261122 extends Migration {
  override up(): void {
    this.addSql('create index kernel_outbox_at_id_index on kernel_outbox (at, id)');
    this.addSql('create index kernel_outbox_name_at_id_index on kernel_outbox (name, at, id)');
    this.addSql('create index kernel_outbox_subject_at_id_index on kernel_outbox (subject, at, id)');
  }
}

/** Which backups were restored for a trial, and what came of it. */
class RestoreDrills20261122 extends Migration {
  override up(): void {
    this.addSql(`create table kernel_restore_drill (
      id uuid primary key,
      at timestamptz(3) not null,
      backup_at timestamptz(3),
      seconds float8 not null,
      table_count integer not null,
      row_count bigint not null,
      problem text
    )`);
    this.addSql('create index kernel_restore_drill_at on kernel_restore_drill (at, id)');
  }
}

export const oversightMigrations = [Oversight20261122, RestoreDrills20261122];
