import { Migration } from '@mikro-orm/migrations';

class Events20261121 extends Migration {
  override up(): void {
    this.addSql(`create table kernel_outbox (
      id uuid primary key,
      seq bigint not null generated always as identity,
      name text not null,
      subject text not null,
      version integer,
      payload jsonb not null,
      actor text,
      request_id text not null,
      origin text not null check (origin in ('live', 'import')),
      at timestamptz not null,
      relayed_at timestamptz
    )`);
    this.addSql('create index kernel_outbox_unrelayed on kernel_outbox (seq) where relayed_at is null');
    this.addSql(`create table kernel_delivery (
      event uuid not null,
      handler text not null,
      subject text,
      seq bigint not null,
      state text not null default 'PENDING' check (state in ('PENDING', 'DONE', 'DEAD')),
      attempts integer not null default 0,
      last_error text,
      enqueued_at timestamptz,
      done_at timestamptz,
      primary key (event, handler)
    )`);
    this.addSql(
      `create index kernel_delivery_pending on kernel_delivery (enqueued_at) where state = 'PENDING'`,
    );
    this.addSql(`create index kernel_delivery_ordered on kernel_delivery (handler, subject, seq)
      where state = 'PENDING' and subject is not null`);
    this.addSql(`create index kernel_delivery_dead on kernel_delivery (done_at, event) where state = 'DEAD'`);
  }
}

class Starts20261122 extends Migration {
  override up(): void {
    this.addSql('alter table kernel_delivery add column starts integer not null default 0');
  }
}

/** By which handlers continue the trace of what made the event. */
class Trace20261122 extends Migration {
  override up(): void {
    this.addSql('alter table kernel_outbox add column trace text');
  }
}

export const eventMigrations = [Events20261121, Starts20261122, Trace20261122];
