import { Migration } from '@mikro-orm/migrations';

/** Figures of others, which results are seen against. */
export class SurveyResults20261122 extends Migration {
  override up(): void {
    this.addSql(`create table survey_benchmark (
      id uuid not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version int not null default 1,
      survey_id uuid null,
      kind text not null,
      metric text not null,
      name text not null,
      value double precision not null,
      source text not null,
      observed_at timestamptz not null,
      archived_at timestamptz null,
      primary key (id)
    )`);
    this.addSql(`create index survey_benchmark_survey_id_index on survey_benchmark (survey_id)`);
    this.addSql(`create index survey_benchmark_created_at_id_index on survey_benchmark (created_at, id)`);
    this.addSql(`alter table survey_benchmark add constraint survey_benchmark_survey_id_foreign foreign key (survey_id)
      references survey_survey (id) on delete set null`);
    this.addSql(`alter table survey_benchmark add constraint survey_benchmark_kind_check check (kind in ('INDUSTRY',
      'COMPETITOR'))`);
    this.addSql(`alter table survey_benchmark add constraint survey_benchmark_metric_check check (metric in ('CSAT100',
      'CSAT', 'NPS'))`);
  }
}
