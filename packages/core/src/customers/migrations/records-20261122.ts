import { Migration } from '@mikro-orm/migrations';

/** Who answers for customers, what they like, what they agreed to and what they did. */
export class Records20261122 extends Migration {
  override up(): void {
    this.addSql(`alter table "customers_customer"
      add column "sex" text null,
      add column "industry" text null,
      add column "business_line" text null,
      add column "steward_id" uuid null,
      add column "adviser_id" uuid null,
      add column "tags" text[] not null default '{}',
      add constraint "customers_customer_sex_check" check ("sex" in ('FEMALE', 'MALE', 'OTHER')),
      add constraint "customers_customer_steward_id_foreign"
        foreign key ("steward_id") references "people_staff_member" ("id") on delete set null,
      add constraint "customers_customer_adviser_id_foreign"
        foreign key ("adviser_id") references "people_staff_member" ("id") on delete set null`);
    for (const column of ['industry', 'business_line', 'steward_id', 'adviser_id'])
      this.addSql(`create index "customers_customer_${column}_index" on "customers_customer" ("${column}")`);
    this.addSql('create index "customers_customer_tags_index" on "customers_customer" using gin ("tags")');
    this.addSql(`create table "customers_preference" (
      "id" uuid not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "version" int not null default 1,
      "customer_id" uuid not null,
      "key" text not null,
      "value" text null,
      primary key ("id"),
      constraint "customers_preference_customer_id_key_unique" unique ("customer_id", "key"),
      constraint "customers_preference_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_preference_customer_id_created_at_id_index" on "customers_preference" ("customer_id", "created_at", "id")',
    );
    this.addSql(`create table "customers_consent" (
      "id" uuid not null,
      "customer_id" uuid not null,
      "purpose" text not null,
      "channel" text not null,
      "is_granted" boolean not null,
      "is_current" boolean not null default true,
      "decided_at" timestamptz not null,
      "reference" text null,
      primary key ("id"),
      constraint "customers_consent_purpose_check" check ("purpose" in ('CONTACT', 'MARKETING', 'SURVEY', 'BEHAVIOUR')),
      constraint "customers_consent_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create unique index "customers_consent_customer_id_purpose_channel_unique" on "customers_consent" ("customer_id", "purpose", "channel") where is_current',
    );
    this.addSql(
      'create index "customers_consent_customer_id_decided_at_id_index" on "customers_consent" ("customer_id", "decided_at", "id")',
    );
    this.addSql(`create table "customers_behaviour" (
      "id" uuid not null,
      "customer_id" uuid not null,
      "kind" text not null,
      "channel" text not null,
      "at" timestamptz not null,
      "detail" text null,
      primary key ("id"),
      constraint "customers_behaviour_kind_check" check ("kind" in ('BROWSING', 'SEARCH', 'INTERACTION')),
      constraint "customers_behaviour_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);
    this.addSql(
      'create index "customers_behaviour_customer_id_at_id_index" on "customers_behaviour" ("customer_id", "at", "id")',
    );
    this.addSql('create index "customers_behaviour_at_index" on "customers_behaviour" ("at")');
  }
}
