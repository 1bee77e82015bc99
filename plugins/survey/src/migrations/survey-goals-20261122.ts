import { Migration } from '@mikro-orm/migrations';

/** Where scores are to be, what is done about low items, and indexes for filters of lists. */
export class SurveyGoals20261122 extends Migration {
  override up(): void {
    this.addSql(`create table survey_goal (
      id uuid not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version int not null default 1,
      key text not null,
      survey_id uuid not null,
      metric text not null,
      question text null,
      statement text null,
      segment_facts jsonb not null,
      channels text[] not null,
      baseline double precision null,
      target double precision null,
      change_pct double precision null,
      is_beyond boolean not null default false,
      starts_at timestamptz not null,
      due_at timestamptz not null,
      "window" text not null default 'P3M',
      minimum_n int not null default 5,
      provenance text not null,
      primary key (id)
    )`);
    this.addSql(`create table survey_measure (
      id uuid not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version int not null default 1,
      survey_id uuid not null,
      question_key text not null,
      item_key text not null default '',
      action text not null,
      owner_id uuid not null,
      due_at timestamptz not null,
      state text not null default 'OPEN',
      done_at timestamptz null,
      outcome text null,
      primary key (id)
    )`);
    this.addSql(`alter table survey_goal add constraint survey_goal_key_unique unique (key)`);
    this.addSql(`create index survey_goal_created_at_id_index on survey_goal (created_at, id)`);
    this.addSql(`create index survey_goal_due_at_id_index on survey_goal (due_at, id)`);
    this.addSql(
      `create index survey_goal_survey_id_created_at_id_index on survey_goal (survey_id, created_at, id)`,
    );
    this.addSql(`create index survey_measure_created_at_id_index on survey_measure (created_at, id)`);
    this.addSql(`create index survey_measure_due_at_id_index on survey_measure (due_at, id)`);
    this.addSql(
      `create index survey_measure_survey_id_due_at_id_index on survey_measure (survey_id, due_at, id)`,
    );
    this.addSql(
      `create index survey_measure_owner_id_due_at_id_index on survey_measure (owner_id, due_at, id)`,
    );
    this.addSql(`create index survey_measure_state_due_at_id_index on survey_measure (state, due_at, id)`);
    this.addSql(`alter table survey_goal add constraint survey_goal_survey_id_foreign foreign key (survey_id)
      references survey_survey (id)`);
    this.addSql(`alter table survey_goal add constraint survey_goal_metric_check check (metric in ('CSAT100', 'CSAT',
      'NPS', 'POINTS'))`);
    this.addSql(`alter table survey_measure add constraint survey_measure_survey_id_foreign foreign key (survey_id)
      references survey_survey (id)`);
    this.addSql(`alter table survey_measure add constraint survey_measure_owner_id_foreign foreign key (owner_id)
      references people_staff_member (id)`);
    this.addSql(
      `alter table survey_measure add constraint survey_measure_state_check check (state in ('OPEN', 'DONE'))`,
    );
    this.addSql(
      `create index survey_invitation_mode_created_at_id_index on survey_invitation (mode, created_at, id)`,
    );
    this.addSql(
      `create index survey_response_mode_started_at_id_index on survey_response (mode, started_at, id)`,
    );
    this.addSql(
      `create index survey_response_channel_started_at_id_index on survey_response (channel, started_at, id)`,
    );
    this.addSql(
      `create index survey_opt_out_is_active_created_at_id_index on survey_opt_out (is_active, created_at, id)`,
    );
    this.addSql(`create index survey_code_tone_created_at_id_index on survey_code (tone, created_at, id)`);
    this.addSql(`create index survey_benchmark_shown_index on survey_benchmark (created_at, id)
      where archived_at is null`);
    this.addSql(`create index survey_benchmark_kind_created_at_id_index on survey_benchmark (kind, created_at, id)
      where archived_at is null`);
    this.addSql(`create index survey_benchmark_metric_created_at_id_index on survey_benchmark (metric, created_at, id)
      where archived_at is null`);
  }
}
