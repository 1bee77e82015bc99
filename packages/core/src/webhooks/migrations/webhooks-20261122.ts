import { Migration } from '@mikro-orm/migrations';

/** The table and the columns of each index. */
const INDEXES = [
  ['webhooks_endpoint', 'created_at', 'id'],
  ['webhooks_endpoint', 'state', 'created_at', 'id'],
  ['webhooks_endpoint', 'owner_id', 'created_at', 'id'],
  ['webhooks_delivery', 'created_at', 'id'],
  ['webhooks_delivery', 'endpoint_id', 'created_at', 'id'],
  ['webhooks_delivery', 'state', 'created_at', 'id'],
  ['webhooks_delivery', 'event_name', 'created_at', 'id'],
  ['webhooks_attempt', 'delivery_id', 'at', 'id'],
] as const;

/** Endpoints, messages to them, and each attempt to deliver one. */
export class Webhooks20261122 extends Migration {
  override up(): void {
    this.addSql(`create table "webhooks_endpoint" (
      "id" uuid not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "version" int not null default 1,
      "url" text not null,
      "description" text null,
      "events" text[] not null,
      "state" text not null default 'ENABLED',
      "owner_id" uuid null,
      "secret" text not null,
      "previous_secret" text null,
      "previous_secret_ends_at" timestamptz null,
      "failures" int not null default 0,
      "first_failed_at" timestamptz null,
      "resumes_at" timestamptz null,
      "archived_at" timestamptz null,
      primary key ("id"),
      constraint "webhooks_endpoint_state_check" check ("state" in ('ENABLED', 'DISABLED', 'SUSPENDED')),
      constraint "webhooks_endpoint_owner_id_foreign"
        foreign key ("owner_id") references "people_staff_member" ("id") on delete set null
    )`);

    this.addSql(`create table "webhooks_delivery" (
      "id" uuid not null,
      "endpoint_id" uuid not null,
      "message_id" text not null,
      "event_name" text not null,
      "body" text not null,
      "trace" text null,
      "state" text not null default 'PENDING',
      "attempt_count" int not null default 0,
      "round" int not null default 0,
      "created_at" timestamptz not null,
      "next_attempt_at" timestamptz null,
      "delivered_at" timestamptz null,
      "lease_ends_at" timestamptz null,
      "claim" int not null default 0,
      primary key ("id"),
      constraint "webhooks_delivery_endpoint_id_message_id_unique" unique ("endpoint_id", "message_id"),
      constraint "webhooks_delivery_state_check" check ("state" in ('PENDING', 'DELIVERED', 'FAILED', 'CANCELLED')),
      constraint "webhooks_delivery_endpoint_id_foreign"
        foreign key ("endpoint_id") references "webhooks_endpoint" ("id")
    )`);
    this.addSql(
      `create index webhooks_delivery_pending on webhooks_delivery (endpoint_id, next_attempt_at, id) where state = 'PENDING'`,
    );

    this.addSql(`create table "webhooks_attempt" (
      "id" uuid not null,
      "delivery_id" uuid not null,
      "number" int not null,
      "at" timestamptz not null,
      "outcome" text not null,
      "status" int null,
      "duration" int null,
      primary key ("id"),
      constraint "webhooks_attempt_outcome_check"
        check ("outcome" in ('ACCEPTED', 'REFUSED', 'REDIRECTED', 'TIMED_OUT', 'UNREACHABLE')),
      constraint "webhooks_attempt_delivery_id_foreign"
        foreign key ("delivery_id") references "webhooks_delivery" ("id") on delete cascade
    )`);

    // When somebody looks after messages whose process may have died over them.
    this.addSql(
      'create table "webhooks_watch" ("id" boolean primary key check ("id"), "at" timestamptz not null)',
    );

    for (const [table, ...columns] of INDEXES) {
      this.addSql(
        `create index "${table}_${columns.join('_')}_index" on "${table}" (${columns.map((column) => `"${column}"`).join(', ')})`,
      );
    }
  }
}
