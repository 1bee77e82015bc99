import { Migration } from '@mikro-orm/migrations';

/** The order in which tickets are served, what it follows, and whether it was kept. */
export class Queue20261122 extends Migration {
  override up(): void {
    // A ticket of the release before, which knows no scores, is behind those that have one until it is scored.
    this.addSql(`alter table "tickets_ticket"
      add column "priority_score" int not null default 0,
      add column "queue_rank" double precision not null default 10010000000000`);
    this.addSql(
      `update "tickets_ticket" set "queue_rank" = 10010000000000 + floor(extract(epoch from "opened_at"))`,
    );
    for (const column of ['', '"department_id", ', '"assignee_id", ']) {
      const name = `tickets_ticket_${column.replace(/\W/g, '')}${column && '_'}queue_rank_id_index`;
      this.addSql(
        `create index "${name}" on "tickets_ticket" (${column}"queue_rank", "id") where state not in ('RESOLVED', 'CLOSED')`,
      );
    }
    this.addSql(`create table "tickets_queue_policy" (
      "id" uuid not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "version" int not null default 1,
      "key" text not null,
      "provenance" jsonb not null,
      "core_weight" int not null,
      "potential_weight" int not null,
      "base_weight" int not null,
      "urgent_weight" int not null,
      "high_weight" int not null,
      "normal_weight" int not null,
      "low_weight" int not null,
      "out_of_turn" text not null default 'COUNTED',
      "is_in_force" boolean not null default false,
      primary key ("id"),
      constraint "tickets_queue_policy_key_unique" unique ("key"),
      constraint "tickets_queue_policy_out_of_turn_check" check ("out_of_turn" in ('COUNTED', 'REFUSED'))
    )`);
    this.addSql(
      'create unique index "tickets_queue_policy_is_in_force_unique" on "tickets_queue_policy" ("is_in_force") where is_in_force',
    );
    this.addSql(
      'create index "tickets_queue_policy_created_at_id_index" on "tickets_queue_policy" ("created_at", "id")',
    );
    this.addSql(`create table "tickets_take_up" (
      "id" uuid not null,
      "ticket_id" uuid not null,
      "at" timestamptz not null,
      "taken_by_id" uuid not null,
      "department_id" uuid null,
      "score" int not null,
      "is_inversion" boolean not null default false,
      "passed_over_id" uuid null,
      "passed_over_score" int null,
      primary key ("id"),
      constraint "tickets_take_up_ticket_id_unique" unique ("ticket_id"),
      constraint "tickets_take_up_ticket_id_foreign" foreign key ("ticket_id") references "tickets_ticket" ("id"),
      constraint "tickets_take_up_taken_by_id_foreign"
        foreign key ("taken_by_id") references "people_staff_member" ("id"),
      constraint "tickets_take_up_department_id_foreign"
        foreign key ("department_id") references "people_department" ("id") on delete set null,
      constraint "tickets_take_up_passed_over_id_foreign"
        foreign key ("passed_over_id") references "tickets_ticket" ("id") on delete set null
    )`);
    this.addSql('create index "tickets_take_up_at_id_index" on "tickets_take_up" ("at", "id")');
    this.addSql(
      'create index "tickets_take_up_passed_over_id_index" on "tickets_take_up" ("passed_over_id")',
    );
    for (const column of ['taken_by_id', 'department_id', 'is_inversion'])
      this.addSql(
        `create index "tickets_take_up_${column}_at_id_index" on "tickets_take_up" ("${column}", "at", "id")`,
      );
  }
}
