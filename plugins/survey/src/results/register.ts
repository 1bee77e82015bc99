import type { PluginApi } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import { SurveyBenchmark } from './benchmarks/benchmark.js';
import { BenchmarkResolver } from './benchmarks/benchmark-resolver.js';
import { ResultsResolver } from './results-resolver.js';
import { resultsTexts } from './results-texts.js';

/** What surveys came to, and what it is seen against. */
export function registerResults(api: PluginApi): void {
  api.access(SurveyBenchmark, {
    read: (viewer, row) => viewer.can('survey:results') && sql<SqlBool>`${row.archivedAt} is null`,
    write: (viewer) => viewer.can('survey:write'),
  });
  api.list('surveyBenchmarks', SurveyBenchmark, {
    description: 'Figures of industries and competitors. For staff.',
    filter: ['survey', 'kind', 'metric'],
    orderBy: ['createdAt'],
  });
  api.graphql.resolvers(ResultsResolver, BenchmarkResolver);
  api.texts(resultsTexts);
}
