import { Migration } from '@mikro-orm/migrations';

/** Mergers of customers, and which rows moved with them. */
export class Merging20261122 extends Migration {
  override up(): void {
    this.addSql(`create table "customers_merge" (
      "id" uuid not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "version" int not null default 1,
      "customer_id" uuid not null,
      "customer_name" text not null,
      "into_id" uuid not null,
      "merged_at" timestamptz not null,
      "undone_at" timestamptz null,
      primary key ("id"),
      constraint "customers_merge_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id"),
      constraint "customers_merge_into_id_foreign"
        foreign key ("into_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_merge_into_id_merged_at_id_index" on "customers_merge" ("into_id", "merged_at", "id")',
    );
    this.addSql('create index "customers_merge_customer_id_index" on "customers_merge" ("customer_id")');
    this.addSql(`create table "customers_merge_move" (
      "merge_id" uuid not null references "customers_merge" ("id"),
      "place" text not null,
      "record_id" uuid not null,
      primary key ("merge_id", "place", "record_id")
    )`);
  }
}
