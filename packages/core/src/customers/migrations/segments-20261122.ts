import { Migration } from '@mikro-orm/migrations';

/** Segments of customers by rules, and who belonged to them when. */
export class Segments20261122 extends Migration {
  override up(): void {
    this.addSql(`create table "customers_segment" (
      "id" uuid not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "version" int not null default 1,
      "key" text not null,
      "name" jsonb not null,
      "any_of" jsonb not null,
      "is_active" boolean not null default true,
      "member_count" int not null default 0,
      "evaluated_at" timestamptz null,
      primary key ("id"),
      constraint "customers_segment_key_unique" unique ("key")
    )`);
    this.addSql(
      'create index "customers_segment_created_at_id_index" on "customers_segment" ("created_at", "id")',
    );
    this.addSql(`create table "customers_segment_member" (
      "id" uuid not null,
      "segment_id" uuid not null,
      "customer_id" uuid not null,
      "entered_at" timestamptz not null,
      "left_at" timestamptz null,
      "is_current" boolean not null default true,
      primary key ("id"),
      constraint "customers_segment_member_segment_id_foreign"
        foreign key ("segment_id") references "customers_segment" ("id"),
      constraint "customers_segment_member_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create unique index "customers_segment_member_segment_id_customer_id_unique" on "customers_segment_member" ("segment_id", "customer_id") where is_current',
    );
    for (const column of ['segment_id', 'customer_id'])
      this.addSql(
        `create index "customers_segment_member_${column}_entered_at_id_index" on "customers_segment_member" ("${column}", "entered_at", "id")`,
      );
  }
}
