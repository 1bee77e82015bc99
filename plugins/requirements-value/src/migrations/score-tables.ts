import { STAMPS } from './stamps.js';

const REQUIREMENT = (table: string) =>
  `constraint "requirements_value_${table}_requirement_id_foreign"
      foreign key ("requirement_id") references "requirements_requirement" ("id")`;

/** Models, what was scored with them, what customers answered, and who is in which tier. */
export const SCORE_TABLES: readonly string[] = [
  `create table "requirements_value_model" (
    "id" uuid not null,
    ${STAMPS},
    "key" text not null,
    "name" jsonb not null,
    "kind" text not null,
    "version_count" int not null,
    primary key ("id"),
    constraint "requirements_value_model_key_unique" unique ("key"),
    constraint "requirements_value_model_kind_check"
      check ("kind" in ('RICE', 'WSJF', 'WEIGHTED', 'KANO', 'AHP', 'CUSTOM'))
  )`,
  'create index "requirements_value_model_created_at_id_index" on "requirements_value_model" ("created_at", "id")',

  `create table "requirements_value_model_version" (
    "id" uuid not null,
    "model_id" uuid not null,
    "number" int not null,
    "published_at" timestamptz not null,
    "author" text not null,
    "provenance" text not null,
    "reach_period" text null,
    "expression" text null,
    "stored_inputs" jsonb not null,
    "comparisons" jsonb not null,
    "consistency" jsonb null,
    primary key ("id"),
    constraint "requirements_value_model_version_model_id_number_unique" unique ("model_id", "number"),
    constraint "requirements_value_model_version_model_id_foreign"
      foreign key ("model_id") references "requirements_value_model" ("id")
  )`,
  `create index "requirements_value_model_version_model_id_number_id_index"
    on "requirements_value_model_version" ("model_id", "number", "id")`,

  `create table "requirements_value_score" (
    "id" uuid not null,
    "requirement_id" uuid not null,
    "model_version_id" uuid not null,
    "inputs" jsonb not null,
    "score" double precision not null,
    "confidence" double precision not null,
    "stakeholder" text not null,
    "author" text not null,
    "at" timestamptz not null,
    primary key ("id"),
    ${REQUIREMENT('score')},
    constraint "requirements_value_score_model_version_id_foreign"
      foreign key ("model_version_id") references "requirements_value_model_version" ("id")
  )`,
  `create index "requirements_value_score_requirement_id_at_id_index"
    on "requirements_value_score" ("requirement_id", "at", "id")`,
  `create index "requirements_value_score_model_version_id_requirem_c7115_index"
    on "requirements_value_score" ("model_version_id", "requirement_id", "stakeholder", "at", "id")`,

  `create table "requirements_value_kano_answer" (
    "id" uuid not null,
    "requirement_id" uuid not null,
    "customer_id" uuid null,
    "functional" int not null,
    "dysfunctional" int not null,
    "category" text not null,
    "source" text not null,
    "source_id" text not null,
    "answered_at" timestamptz not null,
    primary key ("id"),
    constraint "requirements_value_kano_answer_requirement_id_sou_75bb0_unique" unique ("requirement_id", "source", "source_id"),
    constraint "requirements_value_kano_answer_category_check"
      check ("category" in ('ATTRACTIVE', 'ONE_DIMENSIONAL', 'MUST_BE', 'INDIFFERENT', 'REVERSE', 'QUESTIONABLE')),
    ${REQUIREMENT('kano_answer')},
    constraint "requirements_value_kano_answer_customer_id_foreign"
      foreign key ("customer_id") references "customers_customer" ("id") on delete set null
  )`,
  `create index "requirements_value_kano_answer_requirement_id_answ_f3c19_index"
    on "requirements_value_kano_answer" ("requirement_id", "answered_at", "id")`,
  'create index "requirements_value_kano_answer_customer_id_index" on "requirements_value_kano_answer" ("customer_id")',

  `create table "requirements_value_kano_question" (
    "id" uuid not null,
    ${STAMPS},
    "requirement_id" uuid not null,
    "survey_id" text not null,
    "functional_question" text not null,
    "dysfunctional_question" text not null,
    primary key ("id"),
    constraint "requirements_value_kano_question_survey_id_requir_c0f2b_unique" unique ("survey_id", "requirement_id"),
    ${REQUIREMENT('kano_question')}
  )`,
  `create index "requirements_value_kano_question_requirement_id_cr_a904e_index"
    on "requirements_value_kano_question" ("requirement_id", "created_at", "id")`,

  `create table "requirements_value_feasibility" (
    "id" uuid not null,
    "requirement_id" uuid not null,
    "technical" int not null,
    "cost_benefit" int not null,
    "market" int not null,
    "schedule" int not null,
    "risk" int not null,
    "verdict" text not null,
    "reason" text not null,
    "author" text not null,
    "assessed_at" timestamptz not null,
    primary key ("id"),
    constraint "requirements_value_feasibility_verdict_check"
      check ("verdict" in ('FEASIBLE', 'CONDITIONAL', 'NOT_FEASIBLE')),
    ${REQUIREMENT('feasibility')}
  )`,
  `create index "requirements_value_feasibility_requirement_id_asse_6c879_index"
    on "requirements_value_feasibility" ("requirement_id", "assessed_at", "id")`,

  // Of the plugin that keeps tiers, if there is one: what its events said last of each membership.
  `create table "requirements_value_customer_tier" (
    "id" uuid not null default gen_random_uuid(),
    "account_id" text not null,
    "customer_id" uuid not null,
    "tier_id" text not null,
    primary key ("id"),
    constraint "requirements_value_customer_tier_account_id_unique" unique ("account_id"),
    constraint "requirements_value_customer_tier_customer_id_foreign"
      foreign key ("customer_id") references "customers_customer" ("id") on delete cascade
  )`,
  'create index "requirements_value_customer_tier_customer_id_index" on "requirements_value_customer_tier" ("customer_id")',
];
