import { Migration } from '@mikro-orm/migrations';

const STAMPS =
  '"created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1';

/** The table and the columns of each index. */
const INDEXES = [
  ['feedback_channel', 'key', 'id'],
  ['feedback_invitation', 'customer_id', 'created_at', 'id'],
  ['feedback_invitation', 'created_at', 'id'],
  ['feedback_invitation', 'channel'],
  ['feedback_route', 'created_at', 'id'],
  ['feedback_route', 'handler_id'],
  ['feedback_feedback', 'submitted_at', 'id'],
  ['feedback_feedback', 'vote_count', 'id'],
  ['feedback_feedback', 'updated_at', 'id'],
  ['feedback_feedback', 'customer_id', 'submitted_at', 'id'],
  ['feedback_feedback', 'handler_id', 'submitted_at', 'id'],
  ['feedback_feedback', 'root_id', 'submitted_at', 'id'],
  ['feedback_feedback', 'merged_into_id', 'submitted_at', 'id'],
  ['feedback_feedback', 'level'],
  ['feedback_feedback', 'complexity'],
  ['feedback_feedback', 'state'],
  ['feedback_feedback', 'visibility'],
  ['feedback_feedback', 'category'],
  ['feedback_feedback', 'channel'],
  ['feedback_feedback', 'answered_by_id'],
  ['feedback_feedback', 'routed_to_id'],
  ['feedback_vote', 'root_id', 'voted_at', 'id'],
  ['feedback_vote', 'root_id', 'customer_id'],
  ['feedback_vote', 'customer_id', 'voted_at', 'id'],
  ['feedback_change', 'feedback_id', 'at', 'id'],
  ['feedback_notice', 'feedback_id', 'owed_at', 'id'],
  ['feedback_notice', 'customer_id', 'owed_at', 'id'],
  ['feedback_notice', 'owed_at', 'id'],
  ['feedback_notice', 'is_told', 'owed_at', 'id'],
  ['feedback_notice', 'concern'],
  ['feedback_notice', 'channel'],
] as const;

/** Feedback with votes, history and notices; channels, routing rules and invitations. */
export class Feedback20261122 extends Migration {
  override up(): void {
    // Numbers that people read out on the phone have four digits from the first on.
    this.addSql('create sequence feedback_number start 1001');

    this.addSql(`create table "feedback_channel" (
      "id" uuid not null,
      ${STAMPS},
      "key" text not null,
      "name" jsonb not null,
      "is_open" boolean not null default true,
      "is_promised" boolean not null default false,
      "provenance" text null,
      primary key ("id"),
      constraint "feedback_channel_key_unique" unique ("key")
    )`);

    this.addSql(`create table "feedback_invitation" (
      "id" uuid not null,
      "customer_id" uuid not null,
      "channel" text not null,
      "about_id" text null,
      "created_at" timestamptz not null,
      "submissions" int not null default 0,
      primary key ("id"),
      constraint "feedback_invitation_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);

    this.addSql(`create table "feedback_route" (
      "id" uuid not null,
      ${STAMPS},
      "complexity" text not null,
      "category" text not null,
      "handler_id" uuid not null,
      primary key ("id"),
      constraint "feedback_route_complexity_category_unique" unique ("complexity", "category"),
      constraint "feedback_route_complexity_check" check ("complexity" in ('GENERAL', 'COMPLEX')),
      constraint "feedback_route_handler_id_foreign"
        foreign key ("handler_id") references "people_staff_member" ("id")
    )`);

    this.addSql(`create table "feedback_feedback" (
      "id" uuid not null,
      ${STAMPS},
      "number" text not null default ('F-'::text || nextval('feedback_number'::regclass)),
      "title" text not null,
      "body" text not null,
      "level" text not null,
      "complexity" text not null default 'GENERAL',
      "category" text null,
      "channel" text not null,
      "visibility" text not null default 'PRIVATE',
      "state" text not null default 'RECEIVED',
      "customer_id" uuid not null,
      "about_id" text null,
      "submitted_at" timestamptz not null,
      "handler_id" uuid null,
      "routed_to_id" uuid null,
      "answer" text null,
      "answered_at" timestamptz null,
      "answered_by_id" uuid null,
      "vote_count" int not null default 0,
      "merged_into_id" uuid null,
      "root_id" uuid null,
      "origin" text not null,
      primary key ("id"),
      constraint "feedback_feedback_number_unique" unique ("number"),
      constraint "feedback_feedback_level_check" check ("level" in ('URGENT', 'GENERAL', 'SUGGESTION')),
      constraint "feedback_feedback_complexity_check" check ("complexity" in ('GENERAL', 'COMPLEX')),
      constraint "feedback_feedback_visibility_check" check ("visibility" in ('PUBLIC', 'PRIVATE')),
      constraint "feedback_feedback_state_check"
        check ("state" in ('RECEIVED', 'UNDER_REVIEW', 'PLANNED', 'IN_PROGRESS', 'DONE', 'DECLINED')),
      constraint "feedback_feedback_origin_check" check ("origin" in ('LIVE', 'IMPORT')),
      constraint "feedback_feedback_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id"),
      constraint "feedback_feedback_handler_id_foreign"
        foreign key ("handler_id") references "people_staff_member" ("id") on delete set null,
      constraint "feedback_feedback_routed_to_id_foreign"
        foreign key ("routed_to_id") references "people_staff_member" ("id") on delete set null,
      constraint "feedback_feedback_answered_by_id_foreign"
        foreign key ("answered_by_id") references "people_staff_member" ("id") on delete set null,
      constraint "feedback_feedback_merged_into_id_foreign"
        foreign key ("merged_into_id") references "feedback_feedback" ("id") on delete set null,
      constraint "feedback_feedback_root_id_foreign"
        foreign key ("root_id") references "feedback_feedback" ("id") on delete set null
    )`);

    this.addSql(`create table "feedback_vote" (
      "id" uuid not null,
      "feedback_id" uuid not null,
      "root_id" uuid not null,
      "customer_id" uuid not null,
      "voted_at" timestamptz not null,
      primary key ("id"),
      constraint "feedback_vote_feedback_id_customer_id_unique" unique ("feedback_id", "customer_id"),
      constraint "feedback_vote_feedback_id_foreign"
        foreign key ("feedback_id") references "feedback_feedback" ("id"),
      constraint "feedback_vote_root_id_foreign"
        foreign key ("root_id") references "feedback_feedback" ("id"),
      constraint "feedback_vote_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);

    this.addSql(`create table "feedback_change" (
      "id" uuid not null,
      "feedback_id" uuid not null,
      "at" timestamptz not null,
      "kind" text not null,
      "from_value" text null,
      "to_value" text null,
      "reason" text null,
      "actor" text not null,
      primary key ("id"),
      constraint "feedback_change_kind_check"
        check ("kind" in (
          'SUBMITTED', 'STATE', 'ANSWERED', 'CLASSIFIED', 'HANDLER', 'VISIBILITY', 'MERGED', 'UNMERGED')),
      constraint "feedback_change_feedback_id_foreign"
        foreign key ("feedback_id") references "feedback_feedback" ("id")
    )`);

    this.addSql(`create table "feedback_notice" (
      "id" uuid not null,
      "feedback_id" uuid not null,
      "change_id" uuid not null,
      "customer_id" uuid not null,
      "concern" text not null,
      "channel" text not null,
      "owed_at" timestamptz not null,
      "is_told" boolean not null default false,
      "told_at" timestamptz null,
      "told_by" text null,
      "receipt" text null,
      primary key ("id"),
      constraint "feedback_notice_change_id_customer_id_unique" unique ("change_id", "customer_id"),
      constraint "feedback_notice_concern_check"
        check ("concern" in ('AUTHOR', 'MERGED_AUTHOR', 'VOTER')),
      constraint "feedback_notice_feedback_id_foreign"
        foreign key ("feedback_id") references "feedback_feedback" ("id"),
      constraint "feedback_notice_change_id_foreign"
        foreign key ("change_id") references "feedback_change" ("id"),
      constraint "feedback_notice_customer_id_foreign"
        foreign key ("customer_id") references "customers_customer" ("id")
    )`);

    for (const [table, ...columns] of INDEXES) {
      const list = columns.map((column) => `"${column}"`).join(', ');
      this.addSql(`create index "${table}_${columns.join('_')}_index" on "${table}" (${list})`);
    }
  }
}
