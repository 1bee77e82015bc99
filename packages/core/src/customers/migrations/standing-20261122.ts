import { Migration } from '@mikro-orm/migrations';

/** Activity, tier and stage of life of customers, with their history and what tiers follow. */
export class Standing20261122 extends Migration {
  override up(): void {
    this.addSql(`alter table "customers_customer"
      add column "activity_level" text not null default 'LOW',
      add column "tier" text not null default 'BASE',
      add column "lifecycle_stage" text not null default 'NEW',
      add column "lifecycle_reason" text not null default 'NO_PURCHASE',
      add column "problem_at" timestamptz null,
      add constraint "customers_customer_activity_level_check" check ("activity_level" in ('HIGH', 'MIDDLE', 'LOW')),
      add constraint "customers_customer_tier_check" check ("tier" in ('CORE', 'POTENTIAL', 'BASE')),
      add constraint "customers_customer_lifecycle_stage_check"
        check ("lifecycle_stage" in ('NEW', 'EXISTING', 'TO_WIN_BACK')),
      add constraint "customers_customer_lifecycle_reason_check"
        check ("lifecycle_reason" in ('NO_PURCHASE', 'FIRST_PURCHASE', 'REPURCHASE', 'STOPPED_BUYING', 'PROBLEM'))`);
    for (const column of ['activity_level', 'tier', 'lifecycle_stage'])
      this.addSql(`create index "customers_customer_${column}_index" on "customers_customer" ("${column}")`);
    this.addSql(`create table "customers_standing_change" (
      "id" uuid not null,
      "at" timestamptz not null,
      "from_value" text null,
      "to_value" text null,
      "reason" text null,
      "actor" text not null,
      "customer_id" uuid not null,
      "kind" text not null,
      primary key ("id"),
      constraint "customers_standing_change_kind_check" check ("kind" in ('ACTIVITY', 'TIER', 'LIFECYCLE')),
      constraint "customers_standing_change_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_standing_change_customer_id_at_id_index" on "customers_standing_change" ("customer_id", "at", "id")',
    );
    this.addSql(
      'create index "customers_standing_change_kind_customer_id_at_index" on "customers_standing_change" ("kind", "customer_id", "at")',
    );
    this.addSql(`create table "customers_tier_scheme" (
      "id" uuid not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "version" int not null default 1,
      "key" text not null,
      "provenance" jsonb not null,
      "window_months" int not null,
      "currency" text not null,
      "core_spend" numeric not null,
      "potential_spend" numeric not null,
      "potential_growth_percent" double precision null,
      "is_in_force" boolean not null default false,
      primary key ("id"),
      constraint "customers_tier_scheme_key_unique" unique ("key")
    )`);
    this.addSql(
      'create unique index "customers_tier_scheme_is_in_force_unique" on "customers_tier_scheme" ("is_in_force") where is_in_force',
    );
    this.addSql(
      'create index "customers_tier_scheme_created_at_id_index" on "customers_tier_scheme" ("created_at", "id")',
    );
  }
}
