import { Migration } from '@mikro-orm/migrations';

/** By which staff find what happened. */
class Oversight20261122 extends Migration {
  override up(): void {
    this.addSql('create index kernel_outbox_at_id_index on kernel_outbox (at, id)');
    this.addSql('create index kernel_outbox_name_at_id_index on kernel_outbox (name, at, id)');
    this.addSql('create index kernel_outbox_subject_at_id_index on kernel_outbox (subject, at, id)');
  }
}

export const oversightMigrations = [Oversight20261122];
