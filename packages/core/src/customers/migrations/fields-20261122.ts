import { Migration } from '@mikro-orm/migrations';

const STAMPS =
  '"created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1';

/** Fields of customers that companies add, and their values. */
export class Fields20261122 extends Migration {
  override up(): void {
    this.addSql(`create table "customers_custom_field" (
      "id" uuid not null,
      ${STAMPS},
      "key" text not null,
      "label" jsonb not null,
      "kind" text not null,
      "choices" text[] not null default '{}',
      "is_shown_to_customer" boolean not null default false,
      "is_active" boolean not null default true,
      primary key ("id"),
      constraint "customers_custom_field_key_unique" unique ("key"),
      constraint "customers_custom_field_kind_check" check ("kind" in ('TEXT', 'NUMBER', 'DATE', 'BOOLEAN', 'CHOICE'))
    )`);
    this.addSql(
      'create index "customers_custom_field_created_at_id_index" on "customers_custom_field" ("created_at", "id")',
    );
    this.addSql(`create table "customers_custom_value" (
      "id" uuid not null,
      ${STAMPS},
      "customer_id" uuid not null,
      "field_id" uuid not null,
      "value" text null,
      primary key ("id"),
      constraint "customers_custom_value_customer_id_field_id_unique" unique ("customer_id", "field_id"),
      constraint "customers_custom_value_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id"),
      constraint "customers_custom_value_field_id_foreign"
        foreign key ("field_id") references "customers_custom_field" ("id")
    )`);
    this.addSql(
      'create index "customers_custom_value_created_at_id_index" on "customers_custom_value" ("created_at", "id")',
    );
    this.addSql(
      'create index "customers_custom_value_field_id_value_index" on "customers_custom_value" ("field_id", "value")',
    );
    this.addSql('create index "customers_custom_value_value_index" on "customers_custom_value" ("value")');
  }
}
