import { Migration } from '@mikro-orm/migrations';

/** What customers buy, and when persons were born. */
export class Purchases20261122 extends Migration {
  override up(): void {
    this.addSql(
      'alter table "customers_customer" add column "birth_date" text null, add column "birthday_index" text null',
    );
    this.addSql(
      'create index "customers_customer_birthday_index_index" on "customers_customer" ("birthday_index")',
    );
    this.addSql(`create table "customers_purchase" (
      "id" uuid not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "version" int not null default 1,
      "customer_id" uuid not null,
      "external_system" text not null,
      "external_id" text not null,
      "purchased_at" timestamptz not null,
      "amount" numeric not null,
      "currency" text not null,
      "reversed_amount" numeric not null default '0.00',
      "state" text not null default 'RECORDED',
      "channel" text not null,
      primary key ("id"),
      constraint "customers_purchase_external_system_external_id_unique" unique ("external_system", "external_id"),
      constraint "customers_purchase_state_check" check ("state" in ('RECORDED', 'PARTLY_REVERSED', 'REVERSED')),
      constraint "customers_purchase_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_purchase_customer_id_purchased_at_id_index" on "customers_purchase" ("customer_id", "purchased_at", "id")',
    );
    this.addSql(
      'create index "customers_purchase_purchased_at_id_index" on "customers_purchase" ("purchased_at", "id")',
    );
    this.addSql(
      'create index "customers_purchase_state_purchased_at_id_index" on "customers_purchase" ("state", "purchased_at", "id")',
    );
    this.addSql(
      'create index "customers_purchase_channel_purchased_at_id_index" on "customers_purchase" ("channel", "purchased_at", "id")',
    );
    this.addSql(`create table "customers_purchase_item" (
      "id" uuid not null,
      "purchase_id" uuid not null,
      "position" int not null,
      "product" text not null,
      "name" text not null,
      "category" text null,
      "quantity" double precision not null,
      "amount" numeric not null,
      primary key ("id"),
      constraint "customers_purchase_item_purchase_id_foreign"
        foreign key ("purchase_id") references "customers_purchase" ("id")
    )`);
    this.addSql(
      'create index "customers_purchase_item_purchase_id_position_id_index" on "customers_purchase_item" ("purchase_id", "position", "id")',
    );
    this.addSql(
      'create index "customers_purchase_item_product_index" on "customers_purchase_item" ("product")',
    );
    this.addSql(`create table "customers_purchase_reversal" (
      "id" uuid not null,
      "purchase_id" uuid not null,
      "external_id" text null,
      "reversed_at" timestamptz not null,
      "amount" numeric not null,
      "reason" text null,
      primary key ("id"),
      constraint "customers_purchase_reversal_purchase_id_foreign"
        foreign key ("purchase_id") references "customers_purchase" ("id")
    )`);
    this.addSql(
      'create index "customers_purchase_reversal_purchase_id_reversed_at_id_index" on "customers_purchase_reversal" ("purchase_id", "reversed_at", "id")',
    );
  }
}
