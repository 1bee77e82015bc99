import { Migration } from '@mikro-orm/migrations';

const STAMPS =
  '"created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1';

/** The table and the columns of each index. */
const INDEXES = [
  ['requirements_requirement', 'captured_at', 'id'],
  ['requirements_requirement', 'updated_at', 'id'],
  ['requirements_requirement', 'priority', 'id'],
  ['requirements_requirement', 'owner_id', 'captured_at', 'id'],
  ['requirements_requirement', 'owner_id', 'updated_at', 'id'],
  ['requirements_requirement', 'duplicate_of_id', 'captured_at', 'id'],
  ['requirements_requirement', 'board_id', 'captured_at', 'id'],
  ['requirements_requirement', 'source_kind', 'source_id'],
  ['requirements_requirement', 'state'],
  ['requirements_requirement', 'class'],
  ['requirements_requirement', 'criteria_count'],
  ['requirements_link', 'requirement_id', 'linked_at', 'id'],
  ['requirements_link', 'ticket_id', 'linked_at', 'id'],
  ['requirements_link', 'feedback_id', 'linked_at', 'id'],
  ['requirements_customer', 'requirement_id', 'joined_at', 'id'],
  ['requirements_customer', 'customer_id', 'joined_at', 'id'],
  ['requirements_change', 'requirement_id', 'at', 'id'],
  ['requirements_audited_need', 'audited_at', 'id'],
  ['requirements_audited_need', 'is_captured', 'audited_at', 'id'],
  ['requirements_audited_need', 'requirement_id'],
  ['requirements_criterion', 'state'],
  ['requirements_criterion', 'answered_by_id'],
] as const;

/** Requirements with customers, links, criteria and history; needs that checks found. */
export class Requirements20261122 extends Migration {
  override up(): void {
    // Numbers that people read out on the phone have four digits from the first on.
    this.addSql('create sequence requirements_number start 1001');

    this.addSql(`create table "requirements_requirement" (
      "id" uuid not null,
      ${STAMPS},
      "number" text not null default ('R-'::text || nextval('requirements_number'::regclass)),
      "title" text not null,
      "description" text not null default '',
      "class" text not null,
      "state" text not null default 'CAPTURED',
      "source_kind" text not null,
      "source_id" text null,
      "captured_at" timestamptz not null,
      "triaged_at" timestamptz null,
      "declined_reason" text null,
      "advice" text null,
      "duplicate_of_id" uuid null,
      "urgency" int null,
      "importance" int null,
      "priority" int not null default 0,
      "scope" text null,
      "out_of_scope" text null,
      "analysts" text[] not null,
      "criteria_count" int not null default 0,
      "confirmed_criteria" int not null default 0,
      "analysed_at" timestamptz null,
      "owner_id" uuid null,
      "starts_at" timestamptz null,
      "due_at" timestamptz null,
      "first_due_at" timestamptz null,
      "delivered_at" timestamptz null,
      "board_id" uuid null,
      "origin" text not null,
      primary key ("id"),
      constraint "requirements_requirement_number_unique" unique ("number"),
      constraint "requirements_requirement_class_check"
        check ("class" in ('PRODUCT_IMPROVEMENT', 'SERVICE_OPTIMISATION', 'NEW_FEATURE')),
      constraint "requirements_requirement_state_check"
        check ("state" in (
          'CAPTURED', 'ACCEPTED', 'ANALYSED', 'PLANNED', 'IN_PROGRESS', 'DELIVERED', 'DECLINED', 'DUPLICATE')),
      constraint "requirements_requirement_origin_check" check ("origin" in ('LIVE', 'IMPORT')),
      constraint "requirements_requirement_duplicate_of_id_foreign"
        foreign key ("duplicate_of_id") references "requirements_requirement" ("id") on delete set null,
      constraint "requirements_requirement_owner_id_foreign"
        foreign key ("owner_id") references "people_staff_member" ("id") on delete set null,
      constraint "requirements_requirement_board_id_foreign"
        foreign key ("board_id") references "boards_board" ("id") on delete set null
    )`);

    this.addSql(`create table "requirements_link" (
      "id" uuid not null,
      "requirement_id" uuid not null,
      "ticket_id" uuid null,
      "feedback_id" uuid null,
      "linked_at" timestamptz not null,
      primary key ("id"),
      constraint "requirements_link_requirement_id_feedback_id_unique"
        unique ("requirement_id", "feedback_id"),
      constraint "requirements_link_requirement_id_ticket_id_unique"
        unique ("requirement_id", "ticket_id"),
      constraint "requirements_link_requirement_id_foreign"
        foreign key ("requirement_id") references "requirements_requirement" ("id"),
      constraint "requirements_link_ticket_id_foreign"
        foreign key ("ticket_id") references "tickets_ticket" ("id") on delete set null,
      constraint "requirements_link_feedback_id_foreign"
        foreign key ("feedback_id") references "feedback_feedback" ("id") on delete set null
    )`);

    this.addSql(`create table "requirements_customer" (
      "id" uuid not null,
      "requirement_id" uuid not null,
      "customer_id" uuid not null,
      "stake" text not null,
      "is_named" boolean not null default false,
      "joined_at" timestamptz not null,
      primary key ("id"),
      constraint "requirements_customer_requirement_id_customer_id_unique"
        unique ("requirement_id", "customer_id"),
      constraint "requirements_customer_stake_check" check ("stake" in ('REQUESTER', 'SUPPORTER')),
      constraint "requirements_customer_requirement_id_foreign"
        foreign key ("requirement_id") references "requirements_requirement" ("id"),
      constraint "requirements_customer_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);

    this.addSql(`create table "requirements_change" (
      "id" uuid not null,
      "requirement_id" uuid not null,
      "at" timestamptz not null,
      "kind" text not null,
      "from_value" text null,
      "to_value" text null,
      "reason" text null,
      "actor" text not null,
      primary key ("id"),
      constraint "requirements_change_kind_check"
        check ("kind" in (
          'CAPTURED', 'UPDATED', 'STATE', 'ANALYSED', 'CRITERION', 'PLAN', 'LINKED', 'UNLINKED', 'BOARD', 'CUSTOMERS')),
      constraint "requirements_change_requirement_id_foreign"
        foreign key ("requirement_id") references "requirements_requirement" ("id")
    )`);

    this.addSql(`create table "requirements_audited_need" (
      "id" uuid not null,
      "source_kind" text not null,
      "source_id" text not null,
      "need" text not null,
      "is_key" boolean not null,
      "is_captured" boolean not null,
      "requirement_id" uuid null,
      "audited_at" timestamptz not null,
      "audited_by" text not null,
      primary key ("id"),
      constraint "requirements_audited_need_source_kind_source_id_need_unique"
        unique ("source_kind", "source_id", "need"),
      constraint "requirements_audited_need_requirement_id_foreign"
        foreign key ("requirement_id") references "requirements_requirement" ("id") on delete set null
    )`);

    this.addSql(`create table "requirements_criterion" (
      "id" uuid not null,
      ${STAMPS},
      "requirement_id" uuid not null,
      "position" int not null,
      "text" text not null,
      "state" text not null default 'OPEN',
      "answered_by_id" uuid null,
      "answered_at" timestamptz null,
      "comment" text null,
      "is_right_at_first" boolean null,
      primary key ("id"),
      constraint "requirements_criterion_requirement_id_position_unique"
        unique ("requirement_id", "position"),
      constraint "requirements_criterion_state_check"
        check ("state" in ('OPEN', 'CONFIRMED', 'REJECTED')),
      constraint "requirements_criterion_requirement_id_foreign"
        foreign key ("requirement_id") references "requirements_requirement" ("id"),
      constraint "requirements_criterion_answered_by_id_foreign"
        foreign key ("answered_by_id") references "customers_customer" ("id") on delete set null
    )`);

    for (const [table, ...columns] of INDEXES) {
      const list = columns.map((column) => `"${column}"`).join(', ');
      this.addSql(`create index "${table}_${columns.join('_')}_index" on "${table}" (${list})`);
    }
  }
}
