import { Migration } from '@mikro-orm/migrations';

export class Survey20261122 extends Migration {
  override up(): void {
    this.addSql(`create table survey_guide (id uuid not null, created_at timestamptz not null, updated_at timestamptz
      not null, version int not null default 1, key text not null, name jsonb not null, stored_topics
      jsonb not null, primary key (id))`);
    this.addSql(`create table survey_survey (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, key text not null, title jsonb not null,
      introduction jsonb null, thanks jsonb null, state text not null default 'DRAFT', brief jsonb null,
      is_anonymous boolean not null default false, current_questionnaire_id uuid null, repeat text not
      null default 'ONCE', repeat_times int null, cool_down text null, answer_within text not null default
      'P14D', reminders text[] not null, callback_within text not null default 'PT72H', owner_id uuid
      null, fastest_seconds int null, quota int null, quotas jsonb not null, closes_at timestamptz null,
      provenance text null, primary key (id))`);
    this.addSql(`create table survey_questionnaire (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, survey_id uuid not null, number int not null,
      state text not null default 'DRAFT', languages text[] not null, hidden_fields text[] not null,
      contradictions jsonb not null, lint_findings jsonb not null, published_at timestamptz null, primary
      key (id))`);
    this.addSql(`create table survey_interview (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, customer_id uuid not null, survey_id uuid
      null, guide_id uuid null, form text not null, mode text not null, state text not null default
      'PLANNED', is_core_customer boolean not null default false, interviewer_id uuid null, planned_at
      timestamptz not null, held_at timestamptz null, summary text null, primary key (id))`);
    this.addSql(`create table survey_observation (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, interview_id uuid not null, kind text not
      null, topic text null, text text not null, data_owner text not null, primary key (id))`);
    this.addSql(`create table survey_code (id uuid not null, created_at timestamptz not null, updated_at timestamptz
      not null, version int not null default 1, key text not null, name jsonb not null, definition jsonb
      null, tone text not null default 'NEUTRAL', primary key (id))`);
    this.addSql(`create table survey_opt_out (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, customer_id uuid not null, is_active boolean
      not null default true, primary key (id))`);
    this.addSql(`create table survey_question (id uuid not null, questionnaire_id uuid not null, position int not
      null, key text not null, type text not null, text jsonb not null, help jsonb null, aspect text null,
      is_required boolean not null default false, is_sensitive boolean not null default false, is_reversed
      boolean not null default false, asks_for_improvement boolean not null default false, scale_min int
      null, scale_max int null, low_label jsonb null, high_label jsonb null, stored_options jsonb not
      null, stored_statements jsonb not null, min_choices int null, max_choices int null, min_number
      double precision null, max_number double precision null, plausible_min double precision null,
      plausible_max double precision null, max_length int null, callback_below double precision null,
      branches jsonb not null, next text null, primary key (id))`);
    this.addSql(`create table survey_trigger (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, survey_id uuid not null, name jsonb not null,
      kind text not null, event text null, filters jsonb not null, delay text not null default 'PT0S',
      send_within text null, day_of_month int null, hour int null, time_zone text null, in_touch_within
      text null, sample_size int null, mode text not null default 'WEB_LINK', is_active boolean not null
      default true, next_at timestamptz null, provenance text null, primary key (id))`);
    this.addSql(`create table survey_invitation (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, survey_id uuid not null, questionnaire_id uuid
      not null, customer_id uuid not null, trigger_id uuid null, subject text null, occurred_at
      timestamptz null, state text not null default 'SCHEDULED', suppressed_because text null, mode text
      not null, channel text not null default 'none', locale text not null, segment_facts jsonb not null,
      due_at timestamptz not null, sent_at timestamptz null, expires_at timestamptz null, answered_at
      timestamptz null, reminders_sent int not null default 0, link_id text null, primary key (id))`);
    this.addSql(`create table survey_response (id uuid not null, survey_id uuid not null, questionnaire_id uuid not
      null, invitation_id uuid null, customer_id uuid null, is_anonymous boolean not null default false,
      state text not null default 'STARTED', mode text not null, channel text not null default 'none',
      locale text not null, segment_facts jsonb not null, subject text null, started_at timestamptz not
      null, submitted_at timestamptz null, touched_at timestamptz null, seconds int null, recorded_by_id
      uuid null, is_excluded boolean not null default false, exclusion_reason text null, ballot_hash text
      null, is_released boolean not null default false, version int not null default 1, primary key (id))`);
    this.addSql(`create table survey_flag (id uuid not null, response_id uuid not null, kind text not null, detail
      text not null, is_automatic boolean not null, primary key (id))`);
    this.addSql(`create table survey_callback (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, survey_id uuid not null, response_id uuid not
      null, customer_id uuid not null, question_key text not null, score double precision not null,
      threshold double precision not null, state text not null default 'OPEN', owner_id uuid null, due_at
      timestamptz not null, attempts int not null default 0, done_at timestamptz null, outcome text null,
      cause text null, overdue_at timestamptz null, primary key (id))`);
    this.addSql(`create table survey_answer (id uuid not null, response_id uuid not null, question_id uuid not null,
      question_key text not null, item_key text not null default '', type text not null, position int not
      null, state text not null default 'SHOWN', number double precision null, text text null, choices
      text[] null, date text null, sensitive text null, data_owner text null, seconds double precision
      null, primary key (id))`);
    this.addSql(`create table survey_improvement (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, answer_id uuid not null, target text null,
      note text null, taken_up_by_id uuid null, primary key (id))`);
    this.addSql(`create table survey_coding (id uuid not null, code_id uuid not null, answer_id uuid null,
      observation_id uuid null, position int not null, coded_by_id uuid null, primary key (id))`);
    // Who took part in an anonymous survey: the bare fact, by itself. No entity, so that nothing can join it by mistake.
    this.addSql(`create table survey_participation (invitation_id uuid not null primary key
      references survey_invitation (id))`);
    this.addSql(`alter table survey_guide add constraint survey_guide_key_unique unique (key)`);
    this.addSql(`create index survey_guide_key_id_index on survey_guide (key, id)`);
    this.addSql(`create index survey_guide_created_at_id_index on survey_guide (created_at, id)`);
    this.addSql(`alter table survey_survey add constraint survey_survey_key_unique unique (key)`);
    this.addSql(`create index survey_survey_current_questionnaire_id_index on survey_survey
      (current_questionnaire_id)`);
    this.addSql(`create index survey_survey_owner_id_index on survey_survey (owner_id)`);
    this.addSql(`create index survey_survey_state_index on survey_survey (state)`);
    this.addSql(`create index survey_survey_key_id_index on survey_survey (key, id)`);
    this.addSql(`create index survey_survey_created_at_id_index on survey_survey (created_at, id)`);
    this.addSql(
      `create index survey_questionnaire_created_at_id_index on survey_questionnaire (created_at, id)`,
    );
    this.addSql(`alter table survey_questionnaire add constraint survey_questionnaire_survey_id_number_unique unique
      (survey_id, number)`);
    this.addSql(`create index survey_interview_guide_id_index on survey_interview (guide_id)`);
    this.addSql(`create index survey_interview_interviewer_id_index on survey_interview (interviewer_id)`);
    this.addSql(`create index survey_interview_state_index on survey_interview (state)`);
    this.addSql(`create index survey_interview_survey_id_planned_at_id_index on survey_interview (survey_id,
      planned_at, id)`);
    this.addSql(`create index survey_interview_customer_id_planned_at_id_index on survey_interview (customer_id,
      planned_at, id)`);
    this.addSql(`create index survey_interview_planned_at_id_index on survey_interview (planned_at, id)`);
    this.addSql(`create index survey_observation_interview_id_created_at_id_index on survey_observation
      (interview_id, created_at, id)`);
    this.addSql(`alter table survey_code add constraint survey_code_key_unique unique (key)`);
    this.addSql(`create index survey_code_key_id_index on survey_code (key, id)`);
    this.addSql(`create index survey_code_created_at_id_index on survey_code (created_at, id)`);
    this.addSql(
      `alter table survey_opt_out add constraint survey_opt_out_customer_id_unique unique (customer_id)`,
    );
    this.addSql(`create index survey_opt_out_created_at_id_index on survey_opt_out (created_at, id)`);
    this.addSql(`alter table survey_question add constraint survey_question_questionnaire_id_key_unique unique
      (questionnaire_id, key)`);
    this.addSql(`alter table survey_question add constraint survey_question_questionnaire_id_position_unique unique
      (questionnaire_id, position)`);
    this.addSql(`create index survey_trigger_event_index on survey_trigger (event)`);
    this.addSql(`create index survey_trigger_survey_id_created_at_id_index on survey_trigger (survey_id, created_at,
      id)`);
    this.addSql(`create index survey_trigger_created_at_id_index on survey_trigger (created_at, id)`);
    this.addSql(
      `create index survey_invitation_questionnaire_id_index on survey_invitation (questionnaire_id)`,
    );
    this.addSql(`create index survey_invitation_subject_index on survey_invitation (subject)`);
    this.addSql(`create index survey_invitation_state_index on survey_invitation (state)`);
    this.addSql(`create index survey_invitation_trigger_id_created_at_id_index on survey_invitation (trigger_id,
      created_at, id)`);
    this.addSql(`create index survey_invitation_customer_id_created_at_id_index on survey_invitation (customer_id,
      created_at, id)`);
    this.addSql(
      `create index survey_invitation_survey_id_customer_id_index on survey_invitation (survey_id, customer_id)`,
    );
    this.addSql(`create index survey_invitation_survey_id_created_at_id_index on survey_invitation (survey_id,
      created_at, id)`);
    this.addSql(`create index survey_invitation_created_at_id_index on survey_invitation (created_at, id)`);
    this.addSql(`create index survey_response_questionnaire_id_index on survey_response (questionnaire_id)`);
    this.addSql(`create index survey_response_subject_index on survey_response (subject)`);
    this.addSql(`create index survey_response_recorded_by_id_index on survey_response (recorded_by_id)`);
    this.addSql(
      `alter table survey_response add constraint survey_response_ballot_hash_unique unique (ballot_hash)`,
    );
    this.addSql(`create index survey_response_invitation_id_started_at_id_index on survey_response (invitation_id,
      started_at, id)`);
    this.addSql(`create index survey_response_customer_id_started_at_id_index on survey_response (customer_id,
      started_at, id)`);
    this.addSql(
      `create index survey_response_state_started_at_id_index on survey_response (state, started_at, id)`,
    );
    this.addSql(`create index survey_response_is_excluded_started_at_id_index on survey_response (is_excluded,
      started_at, id)`);
    this.addSql(`create index survey_response_survey_id_state_index on survey_response (survey_id, state)`);
    this.addSql(`create index survey_response_survey_id_started_at_id_index on survey_response (survey_id,
      started_at, id)`);
    this.addSql(`create index survey_response_started_at_id_index on survey_response (started_at, id)`);
    this.addSql(`alter table survey_flag add constraint survey_flag_response_id_kind_detail_unique unique
      (response_id, kind, detail)`);
    this.addSql(
      `alter table survey_callback add constraint survey_callback_response_id_unique unique (response_id)`,
    );
    this.addSql(`create index survey_callback_state_index on survey_callback (state)`);
    this.addSql(
      `create index survey_callback_owner_id_due_at_id_index on survey_callback (owner_id, due_at, id)`,
    );
    this.addSql(`create index survey_callback_customer_id_due_at_id_index on survey_callback (customer_id, due_at,
      id)`);
    this.addSql(
      `create index survey_callback_survey_id_due_at_id_index on survey_callback (survey_id, due_at, id)`,
    );
    this.addSql(`create index survey_callback_created_at_id_index on survey_callback (created_at, id)`);
    this.addSql(`create index survey_callback_due_at_id_index on survey_callback (due_at, id)`);
    this.addSql(`create index survey_answer_question_id_position_id_index on survey_answer (question_id, position,
      id)`);
    this.addSql(`create index survey_answer_response_id_position_id_index on survey_answer (response_id, position,
      id)`);
    this.addSql(`alter table survey_answer add constraint survey_answer_response_id_question_key_item_key_unique
      unique (response_id, question_key, item_key)`);
    this.addSql(
      `create index survey_improvement_taken_up_by_id_index on survey_improvement (taken_up_by_id)`,
    );
    this.addSql(`create index survey_improvement_target_index on survey_improvement (target)`);
    this.addSql(`create index survey_improvement_answer_id_created_at_id_index on survey_improvement (answer_id,
      created_at, id)`);
    this.addSql(`create index survey_improvement_created_at_id_index on survey_improvement (created_at, id)`);
    this.addSql(`alter table survey_improvement add constraint survey_improvement_answer_id_target_unique unique
      (answer_id, target)`);
    this.addSql(`create index survey_coding_coded_by_id_index on survey_coding (coded_by_id)`);
    this.addSql(`create index survey_coding_observation_id_position_id_index on survey_coding (observation_id,
      position, id)`);
    this.addSql(
      `create index survey_coding_answer_id_position_id_index on survey_coding (answer_id, position, id)`,
    );
    this.addSql(
      `create index survey_coding_code_id_position_id_index on survey_coding (code_id, position, id)`,
    );
    this.addSql(`alter table survey_coding add constraint survey_coding_code_id_observation_id_unique unique
      (code_id, observation_id)`);
    this.addSql(`alter table survey_coding add constraint survey_coding_code_id_answer_id_unique unique (code_id,
      answer_id)`);
    this.addSql(`alter table survey_survey add constraint survey_survey_current_questionnaire_id_foreign foreign key
      (current_questionnaire_id) references survey_questionnaire (id) on delete set null`);
    this.addSql(`alter table survey_survey add constraint survey_survey_owner_id_foreign foreign key (owner_id)
      references people_staff_member (id) on delete set null`);
    this.addSql(`alter table survey_survey add constraint survey_survey_state_check check (state in ('DRAFT', 'OPEN',
      'CLOSED'))`);
    this.addSql(`alter table survey_survey add constraint survey_survey_repeat_check check (repeat in ('ONCE',
      'UNTIL_ANSWERED', 'UP_TO', 'ALWAYS'))`);
    this.addSql(`alter table survey_questionnaire add constraint survey_questionnaire_survey_id_foreign foreign key
      (survey_id) references survey_survey (id)`);
    this.addSql(`alter table survey_questionnaire add constraint survey_questionnaire_state_check check (state in
      ('DRAFT', 'PUBLISHED'))`);
    this.addSql(`alter table survey_interview add constraint survey_interview_customer_id_foreign foreign key
      (customer_id) references customers_customer (id)`);
    this.addSql(`alter table survey_interview add constraint survey_interview_survey_id_foreign foreign key
      (survey_id) references survey_survey (id) on delete set null`);
    this.addSql(`alter table survey_interview add constraint survey_interview_guide_id_foreign foreign key (guide_id)
      references survey_guide (id) on delete set null`);
    this.addSql(`alter table survey_interview add constraint survey_interview_interviewer_id_foreign foreign key
      (interviewer_id) references people_staff_member (id) on delete set null`);
    this.addSql(`alter table survey_interview add constraint survey_interview_form_check check (form in
      ('STRUCTURED', 'FREE'))`);
    this.addSql(`alter table survey_interview add constraint survey_interview_mode_check check (mode in ('IN_PERSON',
      'PHONE', 'VIDEO'))`);
    this.addSql(`alter table survey_interview add constraint survey_interview_state_check check (state in ('PLANNED',
      'HELD', 'CANCELLED'))`);
    this.addSql(`alter table survey_observation add constraint survey_observation_interview_id_foreign foreign key
      (interview_id) references survey_interview (id)`);
    this.addSql(`alter table survey_observation add constraint survey_observation_kind_check check (kind in
      ('STATEMENT', 'EXPRESSION', 'TONE', 'ATTITUDE'))`);
    this.addSql(`alter table survey_code add constraint survey_code_tone_check check (tone in ('POSITIVE', 'NEUTRAL',
      'NEGATIVE'))`);
    this.addSql(`alter table survey_opt_out add constraint survey_opt_out_customer_id_foreign foreign key
      (customer_id) references customers_customer (id)`);
    this.addSql(`alter table survey_question add constraint survey_question_questionnaire_id_foreign foreign key
      (questionnaire_id) references survey_questionnaire (id)`);
    this.addSql(`alter table survey_question add constraint survey_question_type_check check (type in ('NPS', 'CSAT',
      'CES', 'LIKERT', 'MATRIX', 'SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'RANKING', 'NUMBER', 'DATE', 'TEXT'))`);
    this.addSql(`alter table survey_trigger add constraint survey_trigger_survey_id_foreign foreign key (survey_id)
      references survey_survey (id)`);
    this.addSql(`alter table survey_trigger add constraint survey_trigger_kind_check check (kind in ('EVENT',
      'MONTHLY', 'QUARTERLY'))`);
    this.addSql(`alter table survey_trigger add constraint survey_trigger_mode_check check (mode in ('WEB_LINK',
      'PHONE', 'IN_PERSON', 'MAIL'))`);
    this.addSql(`alter table survey_invitation add constraint survey_invitation_survey_id_foreign foreign key
      (survey_id) references survey_survey (id)`);
    this.addSql(`alter table survey_invitation add constraint survey_invitation_questionnaire_id_foreign foreign key
      (questionnaire_id) references survey_questionnaire (id)`);
    this.addSql(`alter table survey_invitation add constraint survey_invitation_customer_id_foreign foreign key
      (customer_id) references customers_customer (id)`);
    this.addSql(`alter table survey_invitation add constraint survey_invitation_trigger_id_foreign foreign key
      (trigger_id) references survey_trigger (id) on delete set null`);
    this.addSql(`alter table survey_invitation add constraint survey_invitation_state_check check (state in
      ('SCHEDULED', 'SENT', 'ANSWERED', 'DISMISSED', 'EXPIRED', 'REVOKED', 'SUPPRESSED'))`);
    this.addSql(`alter table survey_invitation add constraint survey_invitation_mode_check check (mode in
      ('WEB_LINK', 'PHONE', 'IN_PERSON', 'MAIL'))`);
    this.addSql(`alter table survey_response add constraint survey_response_survey_id_foreign foreign key (survey_id)
      references survey_survey (id)`);
    this.addSql(`alter table survey_response add constraint survey_response_questionnaire_id_foreign foreign key
      (questionnaire_id) references survey_questionnaire (id)`);
    this.addSql(`alter table survey_response add constraint survey_response_invitation_id_foreign foreign key
      (invitation_id) references survey_invitation (id) on delete set null`);
    this.addSql(`alter table survey_response add constraint survey_response_customer_id_foreign foreign key
      (customer_id) references customers_customer (id) on delete set null`);
    this.addSql(`alter table survey_response add constraint survey_response_recorded_by_id_foreign foreign key
      (recorded_by_id) references people_staff_member (id) on delete set null`);
    this.addSql(`alter table survey_response add constraint survey_response_state_check check (state in ('STARTED',
      'SUBMITTED', 'DISMISSED'))`);
    this.addSql(`alter table survey_response add constraint survey_response_mode_check check (mode in ('WEB_LINK',
      'PHONE', 'IN_PERSON', 'MAIL'))`);
    this.addSql(`alter table survey_flag add constraint survey_flag_response_id_foreign foreign key (response_id)
      references survey_response (id)`);
    this.addSql(`alter table survey_flag add constraint survey_flag_kind_check check (kind in ('MISSING',
      'STRAIGHT_LINING', 'TOO_FAST', 'CONTRADICTORY', 'OUT_OF_RANGE', 'OTHER'))`);
    this.addSql(`alter table survey_callback add constraint survey_callback_survey_id_foreign foreign key (survey_id)
      references survey_survey (id)`);
    this.addSql(`alter table survey_callback add constraint survey_callback_response_id_foreign foreign key
      (response_id) references survey_response (id)`);
    this.addSql(`alter table survey_callback add constraint survey_callback_customer_id_foreign foreign key
      (customer_id) references customers_customer (id)`);
    this.addSql(`alter table survey_callback add constraint survey_callback_owner_id_foreign foreign key (owner_id)
      references people_staff_member (id) on delete set null`);
    this.addSql(`alter table survey_callback add constraint survey_callback_state_check check (state in ('OPEN',
      'DONE'))`);
    this.addSql(`alter table survey_answer add constraint survey_answer_response_id_foreign foreign key (response_id)
      references survey_response (id)`);
    this.addSql(`alter table survey_answer add constraint survey_answer_question_id_foreign foreign key (question_id)
      references survey_question (id)`);
    this.addSql(`alter table survey_answer add constraint survey_answer_type_check check (type in ('NPS', 'CSAT',
      'CES', 'LIKERT', 'MATRIX', 'SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'RANKING', 'NUMBER', 'DATE', 'TEXT'))`);
    this.addSql(`alter table survey_answer add constraint survey_answer_state_check check (state in ('SHOWN',
      'ANSWERED', 'SKIPPED', 'DISMISSED'))`);
    this.addSql(`alter table survey_improvement add constraint survey_improvement_answer_id_foreign foreign key
      (answer_id) references survey_answer (id)`);
    this.addSql(`alter table survey_improvement add constraint survey_improvement_taken_up_by_id_foreign foreign key
      (taken_up_by_id) references people_staff_member (id) on delete set null`);
    this.addSql(`alter table survey_coding add constraint survey_coding_code_id_foreign foreign key (code_id)
      references survey_code (id)`);
    this.addSql(`alter table survey_coding add constraint survey_coding_answer_id_foreign foreign key (answer_id)
      references survey_answer (id) on delete set null`);
    this.addSql(`alter table survey_coding add constraint survey_coding_observation_id_foreign foreign key
      (observation_id) references survey_observation (id) on delete set null`);
    this.addSql(`alter table survey_coding add constraint survey_coding_coded_by_id_foreign foreign key (coded_by_id)
      references people_staff_member (id) on delete set null`);
  }
}
