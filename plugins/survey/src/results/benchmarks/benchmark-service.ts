import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Survey } from '../../questionnaires/survey.js';
import { BenchmarkMetric, SurveyBenchmark } from './benchmark.js';
import type { ArchiveSurveyBenchmarkInput, RecordSurveyBenchmarkInput } from './benchmark-inputs.js';

export async function recordBenchmark(tx: Tx, input: RecordSurveyBenchmarkInput): Promise<SurveyBenchmark> {
  const { surveyId, kind, metric, name, value, source, observedAt } = input;
  if (metric !== BenchmarkMetric.NPS && value < 0)
    throw new UserError('INVALID', ['value'], 'Give 0 to 100; only NPS goes below 0.');
  const survey = surveyId == null ? null : await tx.see(Survey, surveyId, ['surveyId']);
  const facts = { survey, kind, metric, name, value, source, observedAt };
  const benchmark = tx.em.create(SurveyBenchmark, facts, { partial: true });
  audit(tx, { action: 'surveyBenchmark.record', subject: benchmark.id, after: { metric, value, source } });
  return benchmark;
}

/** It stays, but no result is seen against it any more. */
export async function archiveBenchmark(tx: Tx, input: ArchiveSurveyBenchmarkInput): Promise<string> {
  const { benchmarkId, version } = input;
  const benchmark = await tx.get(SurveyBenchmark, benchmarkId, { field: ['benchmarkId'], version });
  benchmark.archivedAt = tx.now;
  audit(tx, { action: 'surveyBenchmark.archive', subject: benchmark.id });
  return benchmark.id;
}
