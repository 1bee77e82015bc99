import { Migration } from '@mikro-orm/migrations';

const STAMPS =
  '"created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1';

/** The table and the columns of each index. */
const INDEXES = [
  ['customers_notice_plan', 'created_at', 'id'],
  ['customers_notice_preference', 'customer_id', 'created_at', 'id'],
  ['customers_notice', 'decided_at', 'id'],
  ['customers_notice', 'customer_id', 'decided_at', 'id'],
  ['customers_notice', 'is_delivered', 'decided_at', 'id'],
  ['customers_notice', 'need', 'decided_at', 'id'],
  ['customers_notice', 'channel'],
] as const;

/** By which channels customers are told what, what they prefer, and what they were told. */
export class Notices20261122 extends Migration {
  override up(): void {
    this.addSql(`create table "customers_notice_plan" (
      "id" uuid not null,
      ${STAMPS},
      "need" text not null,
      "name" jsonb not null,
      "channels" text[] not null,
      "is_binding" boolean not null default false,
      "provenance" jsonb not null,
      primary key ("id"),
      constraint "customers_notice_plan_need_unique" unique ("need")
    )`);
    this.addSql(`create table "customers_notice_preference" (
      "id" uuid not null,
      ${STAMPS},
      "customer_id" uuid not null,
      "need" text not null,
      "channel" text null,
      primary key ("id"),
      constraint "customers_notice_preference_customer_id_need_unique" unique ("customer_id", "need"),
      constraint "customers_notice_preference_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(`create table "customers_notice" (
      "id" uuid not null,
      "customer_id" uuid not null,
      "need" text not null,
      "reference" text not null,
      "channel" text not null,
      "preferred_channel" text null,
      "reason" text not null,
      "decided_at" timestamptz not null,
      "is_delivered" boolean not null default false,
      "delivered_at" timestamptz null,
      "delivered_by" text null,
      "receipt" text null,
      primary key ("id"),
      constraint "customers_notice_reason_check"
        check ("reason" in ('PREFERRED_FOR_NEED', 'PREFERRED', 'PLAN', 'NOTHING_ELSE')),
      constraint "customers_notice_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    for (const [table, ...columns] of INDEXES) {
      const list = columns.map((column) => `"${column}"`).join(', ');
      this.addSql(`create index "${table}_${columns.join('_')}_index" on "${table}" (${list})`);
    }
  }
}
