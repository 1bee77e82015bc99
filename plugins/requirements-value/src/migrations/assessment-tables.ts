const REQUIREMENT = (table: string) =>
  `constraint "requirements_value_${table}_requirement_id_foreign"
      foreign key ("requirement_id") references "requirements_requirement" ("id")`;

/** What was expected, what came of it, and the reports on that. */
export const ASSESSMENT_TABLES: readonly string[] = [
  `create table "requirements_value_estimate" (
    "id" uuid not null,
    "requirement_id" uuid not null,
    "repurchase_lift" double precision not null,
    "cost_cut" numeric not null,
    "currency" text not null,
    "confidence" double precision not null,
    "reason" text not null,
    "author" text not null,
    "estimated_at" timestamptz not null,
    primary key ("id"),
    ${REQUIREMENT('estimate')}
  )`,
  `create index "requirements_value_estimate_requirement_id_estimat_d8cd2_index"
    on "requirements_value_estimate" ("requirement_id", "estimated_at", "id")`,

  `create table "requirements_value_cost_realisation" (
    "id" uuid not null,
    "requirement_id" uuid not null,
    "amount" numeric not null,
    "currency" text not null,
    "evidence" text not null,
    "author" text not null,
    "measured_at" timestamptz not null,
    primary key ("id"),
    ${REQUIREMENT('cost_realisation')}
  )`,
  `create index "requirements_value_cost_realisation_requirement_id_adbeb_index"
    on "requirements_value_cost_realisation" ("requirement_id", "measured_at", "id")`,

  `create table "requirements_value_assessment" (
    "id" uuid not null,
    "year" int not null,
    "quarter" int not null,
    "edition" int not null,
    "starts_at" timestamptz not null,
    "ends_at" timestamptz not null,
    "assessed_at" timestamptz not null,
    "author" text not null,
    "observation_days" int not null,
    "captured" int not null,
    "converted" int not null,
    "conversion_percent" double precision null,
    "goal_percent" double precision not null,
    "assessed" int not null,
    "mean_realised_lift" double precision null,
    "mean_lift_error" double precision null,
    "mean_absolute_lift_error" double precision null,
    "cost_cuts" jsonb not null,
    primary key ("id"),
    constraint "requirements_value_assessment_year_quarter_edition_unique" unique ("year", "quarter", "edition")
  )`,
  `create index "requirements_value_assessment_starts_at_id_index"
    on "requirements_value_assessment" ("starts_at", "id")`,

  `create table "requirements_value_assessed_requirement" (
    "id" uuid not null,
    "assessment_id" uuid not null,
    "requirement_id" uuid not null,
    "estimate_id" uuid null,
    "delivered_at" timestamptz not null,
    "customers_before" int not null,
    "repurchased_before" int not null,
    "customers_after" int not null,
    "repurchased_after" int not null,
    "estimated_lift" double precision null,
    "realised_lift" double precision null,
    "lift_error" double precision null,
    "estimated_cost_cut" numeric null,
    "realised_cost_cut" numeric null,
    "cost_cut_error" numeric null,
    "currency" text null,
    primary key ("id"),
    constraint "requirements_value_assessed_requirement_assessment_id_foreign"
      foreign key ("assessment_id") references "requirements_value_assessment" ("id"),
    ${REQUIREMENT('assessed_requirement')},
    constraint "requirements_value_assessed_requirement_estimate_id_foreign"
      foreign key ("estimate_id") references "requirements_value_estimate" ("id") on delete set null
  )`,
  `create index "requirements_value_assessed_requirement_assessment_cb346_index"
    on "requirements_value_assessed_requirement" ("assessment_id", "delivered_at", "id")`,
  `create index "requirements_value_assessed_requirement_requiremen_97cb7_index"
    on "requirements_value_assessed_requirement" ("requirement_id", "delivered_at", "id")`,

  `create table "requirements_value_report" (
    "id" uuid not null,
    "year" int not null,
    "edition" int not null,
    "published_at" timestamptz not null,
    "author" text not null,
    "summary" text not null,
    "captured" int not null,
    "converted" int not null,
    "conversion_percent" double precision null,
    "goal_percent" double precision not null,
    "quarters" jsonb not null,
    "candidates" jsonb not null,
    "plan" jsonb not null,
    primary key ("id"),
    constraint "requirements_value_report_year_edition_unique" unique ("year", "edition")
  )`,
  `create index "requirements_value_report_published_at_id_index"
    on "requirements_value_report" ("published_at", "id")`,
];
