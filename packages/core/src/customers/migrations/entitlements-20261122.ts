import { Migration } from '@mikro-orm/migrations';

const STAMPS =
  '"created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1';

/** Rights of customers beyond what everybody gets, and who has them. */
export class Entitlements20261122 extends Migration {
  override up(): void {
    this.addSql(`create table "customers_right" (
      "id" uuid not null,
      ${STAMPS},
      "key" text not null,
      "name" jsonb not null,
      "description" jsonb not null,
      "provenance" jsonb not null,
      "tiers" text[] not null default '{}',
      "valid_months" int null,
      "is_bound_to_tier" boolean not null default false,
      "is_active" boolean not null default false,
      primary key ("id"),
      constraint "customers_right_key_unique" unique ("key")
    )`);
    this.addSql(
      'create index "customers_right_created_at_id_index" on "customers_right" ("created_at", "id")',
    );
    this.addSql(`create table "customers_entitlement" (
      "id" uuid not null,
      ${STAMPS},
      "customer_id" uuid not null,
      "right_id" uuid not null,
      "source" text not null,
      "starts_at" timestamptz not null,
      "expires_at" timestamptz null,
      "ended_at" timestamptz null,
      "reason" text null,
      primary key ("id"),
      constraint "customers_entitlement_source_check" check ("source" in ('TIER', 'PERSONAL')),
      constraint "customers_entitlement_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id"),
      constraint "customers_entitlement_right_id_foreign"
        foreign key ("right_id") references "customers_right" ("id")
    )`);
    this.addSql(
      'create unique index "customers_entitlement_customer_id_right_id_unique" on "customers_entitlement" ("customer_id", "right_id") where ended_at is null',
    );
    this.addSql(
      'create index "customers_entitlement_expires_at_index" on "customers_entitlement" ("expires_at") where ended_at is null',
    );
    for (const column of ['customer_id', 'right_id'])
      this.addSql(
        `create index "customers_entitlement_${column}_starts_at_id_index" on "customers_entitlement" ("${column}", "starts_at", "id")`,
      );
  }
}
