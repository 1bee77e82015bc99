import { Migration } from '@mikro-orm/migrations';

class Idempotency20261121 extends Migration {
  override up(): void {
    this.addSql(`create table kernel_idempotency (
      actor text not null,
      field text not null,
      key text not null,
      input_hash text not null,
      payload jsonb not null,
      created_at timestamptz not null,
      primary key (actor, field, key)
    )`);
    this.addSql('create index kernel_idempotency_created_at on kernel_idempotency (created_at)');
  }
}

export const graphqlMigrations = [Idempotency20261121];
