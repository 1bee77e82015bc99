import { Migration } from '@mikro-orm/migrations';

const STAMPS =
  '"created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1';

/** Processes with their stages; boards with stages, milestones and history. */
export class Boards20261121 extends Migration {
  override up(): void {
    this.addSql(`create table "boards_template" (
      "id" uuid not null,
      ${STAMPS},
      "key" text not null,
      "edition" int not null,
      "is_current" boolean not null default true,
      "name" jsonb not null,
      primary key ("id"),
      constraint "boards_template_key_edition_unique" unique ("key", "edition")
    )`);
    this.addSql('create index "boards_template_key_id_index" on "boards_template" ("key", "id")');
    this.addSql(
      'create index "boards_template_created_at_id_index" on "boards_template" ("created_at", "id")',
    );

    this.addSql(`create table "boards_template_stage" (
      "id" uuid not null,
      ${STAMPS},
      "template_id" uuid not null,
      "position" int not null,
      "name" jsonb not null,
      "owner" jsonb not null,
      "expected_duration" text not null,
      "customer_part" jsonb null,
      "milestone" jsonb null,
      "is_key" boolean not null default false,
      primary key ("id"),
      constraint "boards_template_stage_template_id_position_unique" unique ("template_id", "position"),
      constraint "boards_template_stage_template_id_foreign"
        foreign key ("template_id") references "boards_template" ("id")
    )`);

    this.addSql(`create table "boards_board" (
      "id" uuid not null,
      ${STAMPS},
      "customer_id" uuid not null,
      "ticket_id" uuid null,
      "template_id" uuid not null,
      "reference" text null,
      "title" jsonb not null,
      "state" text not null default 'ACTIVE',
      "current_stage_id" uuid null,
      "percent" int not null default 0,
      "next_step" jsonb null,
      "next_step_expected_at" timestamptz null,
      "notice" jsonb null,
      "contact_id" uuid null,
      "last_posted_at" timestamptz not null,
      "finished_at" timestamptz null,
      "board_fields_complete" boolean not null default false,
      primary key ("id"),
      constraint "boards_board_reference_unique" unique ("reference"),
      constraint "boards_board_state_check" check ("state" in ('ACTIVE', 'ON_HOLD', 'DONE', 'ARCHIVED')),
      constraint "boards_board_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id"),
      constraint "boards_board_ticket_id_foreign"
        foreign key ("ticket_id") references "tickets_ticket" ("id") on delete set null,
      constraint "boards_board_template_id_foreign"
        foreign key ("template_id") references "boards_template" ("id"),
      constraint "boards_board_contact_id_foreign"
        foreign key ("contact_id") references "people_staff_member" ("id") on delete set null
    )`);
    for (const columns of [
      ['created_at'],
      ['last_posted_at'],
      ['customer_id', 'created_at'],
      ['customer_id', 'last_posted_at'],
      ['ticket_id', 'created_at'],
      ['contact_id', 'created_at'],
    ]) {
      const name = `boards_board_${columns.join('_')}_id_index`;
      this.addSql(
        `create index "${name}" on "boards_board" (${columns.map((one) => `"${one}"`).join(', ')}, "id")`,
      );
    }

    this.addSql('create index "boards_board_state_index" on "boards_board" ("state")');
    this.addSql(
      'create index "boards_board_board_fields_complete_index" on "boards_board" ("board_fields_complete")',
    );

    this.addSql(`create table "boards_stage" (
      "id" uuid not null,
      ${STAMPS},
      "board_id" uuid not null,
      "position" int not null,
      "name" jsonb not null,
      "owner" jsonb not null,
      "expected_duration" text not null,
      "customer_part" jsonb null,
      "percent" int not null default 0,
      "state" text not null default 'PENDING',
      "started_at" timestamptz null,
      "finished_at" timestamptz null,
      "expected_at" timestamptz null,
      primary key ("id"),
      constraint "boards_stage_board_id_position_unique" unique ("board_id", "position"),
      constraint "boards_stage_state_check" check ("state" in ('PENDING', 'CURRENT', 'DONE', 'SKIPPED')),
      constraint "boards_stage_board_id_foreign" foreign key ("board_id") references "boards_board" ("id")
    )`);
    this.addSql(`alter table "boards_board" add constraint "boards_board_current_stage_id_foreign"
      foreign key ("current_stage_id") references "boards_stage" ("id") on delete set null`);

    this.addSql(`create table "boards_milestone" (
      "id" uuid not null,
      ${STAMPS},
      "board_id" uuid not null,
      "stage_id" uuid not null,
      "position" int not null,
      "name" jsonb not null,
      "is_key" boolean not null default false,
      "reached_at" timestamptz null,
      "due_at" timestamptz null,
      primary key ("id"),
      constraint "boards_milestone_board_id_position_unique" unique ("board_id", "position"),
      constraint "boards_milestone_board_id_foreign" foreign key ("board_id") references "boards_board" ("id"),
      constraint "boards_milestone_stage_id_foreign" foreign key ("stage_id") references "boards_stage" ("id")
    )`);
    this.addSql('create index "boards_milestone_stage_id_index" on "boards_milestone" ("stage_id")');

    this.addSql(`create table "boards_change" (
      "id" uuid not null,
      "board_id" uuid not null,
      "at" timestamptz not null,
      "kind" text not null,
      "stage_id" uuid null,
      "stage_percent" int null,
      "percent" int not null,
      "next_step" jsonb null,
      "next_step_expected_at" timestamptz null,
      "note" jsonb null,
      "milestones" text[] not null,
      "posted_by_id" uuid null,
      primary key ("id"),
      constraint "boards_change_kind_check"
        check ("kind" in ('CREATED', 'PROGRESS', 'MILESTONE', 'HELD', 'RESUMED', 'FINISHED')),
      constraint "boards_change_board_id_foreign" foreign key ("board_id") references "boards_board" ("id"),
      constraint "boards_change_stage_id_foreign"
        foreign key ("stage_id") references "boards_stage" ("id") on delete set null,
      constraint "boards_change_posted_by_id_foreign"
        foreign key ("posted_by_id") references "people_staff_member" ("id") on delete set null
    )`);
    this.addSql(
      'create index "boards_change_board_id_at_id_index" on "boards_change" ("board_id", "at", "id")',
    );
  }
}
