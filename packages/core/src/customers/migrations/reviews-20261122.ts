import { Migration } from '@mikro-orm/migrations';

/** When records were reviewed, and which of their changes were verified. */
export class Reviews20261122 extends Migration {
  override up(): void {
    this.addSql(
      'alter table "customers_customer" add column "reviewed_at" timestamptz null, add column "review_asked_at" timestamptz null',
    );
    this.addSql(`create table "customers_change_record" (
      "id" uuid not null,
      "customer_id" uuid not null,
      "fields" text[] not null,
      "changed_at" timestamptz not null,
      "actor" text not null,
      "state" text not null default 'PENDING',
      "verified_at" timestamptz null,
      "verified_by_id" uuid null,
      primary key ("id"),
      constraint "customers_change_record_state_check" check ("state" in ('PENDING', 'VERIFIED')),
      constraint "customers_change_record_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id"),
      constraint "customers_change_record_verified_by_id_foreign"
        foreign key ("verified_by_id") references "people_staff_member" ("id") on delete set null
    )`);
    for (const columns of [['changed_at'], ['customer_id', 'changed_at'], ['state', 'changed_at']])
      this.addSql(
        `create index "customers_change_record_${columns.join('_')}_id_index" on "customers_change_record" (${columns.map((name) => `"${name}"`).join(', ')}, "id")`,
      );
  }
}
