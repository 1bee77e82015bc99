import { Migration } from '@mikro-orm/migrations';

const STAMPS =
  '"created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1';

/** Customers, how to reach them, what other systems call them, and where we know them from. */
export class Customers20261121 extends Migration {
  override up(): void {
    this.addSql(`create table "customers_customer" (
      "id" uuid not null,
      ${STAMPS},
      "kind" text not null,
      "name" text not null,
      "company_id" uuid null,
      "locale" text not null default 'en',
      "time_zone" text null,
      "preferred_channel" text null,
      "archived_at" timestamptz null,
      primary key ("id"),
      constraint "customers_customer_kind_check" check ("kind" in ('PERSON', 'COMPANY')),
      constraint "customers_customer_company_id_foreign"
        foreign key ("company_id") references "customers_customer" ("id") on delete set null
    )`);
    this.addSql(
      'create index "customers_customer_created_at_id_index" on "customers_customer" ("created_at", "id")',
    );
    this.addSql('create index "customers_customer_kind_index" on "customers_customer" ("kind")');
    this.addSql('create index "customers_customer_name_id_index" on "customers_customer" ("name", "id")');
    this.addSql(
      'create index "customers_customer_company_id_created_at_id_index" on "customers_customer" ("company_id", "created_at", "id")',
    );

    this.addSql(`create table "customers_contact_point" (
      "id" uuid not null,
      ${STAMPS},
      "customer_id" uuid not null,
      "kind" text not null,
      "label" text null,
      "value" text not null,
      "value_index" text null,
      "masked_value" text not null,
      "is_verified" boolean not null default false,
      "is_preferred" boolean not null default false,
      "removed_at" timestamptz null,
      primary key ("id"),
      constraint "customers_contact_point_kind_check" check ("kind" in ('EMAIL', 'PHONE', 'ADDRESS', 'OTHER')),
      constraint "customers_contact_point_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_contact_point_customer_id_created_at_id_index" on "customers_contact_point" ("customer_id", "created_at", "id")',
    );
    this.addSql(
      'create index "customers_contact_point_kind_value_index_index" on "customers_contact_point" ("kind", "value_index")',
    );
    this.addSql(
      'create unique index "customers_contact_point_customer_id_kind_unique" on "customers_contact_point" ("customer_id", "kind") where is_preferred',
    );

    this.addSql(`create table "customers_external_id" (
      "id" uuid not null,
      ${STAMPS},
      "customer_id" uuid not null,
      "system" text not null,
      "value" text not null,
      primary key ("id"),
      constraint "customers_external_id_system_value_unique" unique ("system", "value"),
      constraint "customers_external_id_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_external_id_customer_id_created_at_id_index" on "customers_external_id" ("customer_id", "created_at", "id")',
    );

    this.addSql(`create table "customers_source" (
      "id" uuid not null,
      ${STAMPS},
      "customer_id" uuid not null,
      "channel" text not null,
      "collected_at" timestamptz not null,
      "consent_ref" text null,
      primary key ("id"),
      constraint "customers_source_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_source_customer_id_collected_at_id_index" on "customers_source" ("customer_id", "collected_at", "id")',
    );
  }
}
