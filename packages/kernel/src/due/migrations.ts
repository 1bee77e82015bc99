import { Migration } from '@mikro-orm/migrations';

class Due20261121 extends Migration {
  override up(): void {
    this.addSql(`create table kernel_due (
      id uuid primary key,
      kind text not null,
      key text,
      due_at timestamptz not null,
      payload jsonb not null,
      attempts integer not null default 0,
      last_error text
    )`);
    this.addSql('create unique index kernel_due_key on kernel_due (kind, key) where key is not null');
    this.addSql('create index kernel_due_due_at on kernel_due (due_at, id)');
  }
}

export const dueMigrations = [Due20261121];
