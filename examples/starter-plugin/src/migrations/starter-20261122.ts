import { Migration } from '@mikro-orm/migrations';

/** Written once and never changed: the next change of the table is a migration of its own. */
export class Starter20261122 extends Migration {
  up(): void {
    this.addSql(`create table starter_note (id uuid primary key, created_at timestamptz not null,
      updated_at timestamptz not null, version int not null default 1, text text not null, archived_at timestamptz,
      customer_id uuid not null constraint starter_note_customer_id_foreign references customers_customer (id))`);
    this.addSql(
      'create index starter_note_customer_id_created_at_id_index on starter_note (customer_id, created_at, id)',
    );
  }
}
