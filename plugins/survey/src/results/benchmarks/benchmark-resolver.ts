import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { SurveyBenchmark } from './benchmark.js';
import { ArchiveSurveyBenchmarkInput, RecordSurveyBenchmarkInput } from './benchmark-inputs.js';
import { archiveBenchmark, recordBenchmark } from './benchmark-service.js';

const RecordSurveyBenchmarkPayload = payloadOf('recordSurveyBenchmark', { surveyBenchmark: SurveyBenchmark });
const ArchiveSurveyBenchmarkPayload = payloadOf('archiveSurveyBenchmark', {
  benchmarkId: { type: String, description: 'The benchmark that is archived now.' },
});

@Resolver()
export class BenchmarkResolver {
  @Mutation(() => RecordSurveyBenchmarkPayload, {
    nullable: true,
    description: 'Notes a figure of an industry or a competitor, which results are seen against.',
  })
  @Allow('survey:write')
  async recordSurveyBenchmark(
    @Arg('input', () => RecordSurveyBenchmarkInput) input: RecordSurveyBenchmarkInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyBenchmark: (await recordBenchmark(tx, input)).id };
  }

  @Mutation(() => ArchiveSurveyBenchmarkPayload, {
    nullable: true,
    description: 'Archives a benchmark: it exists no more for the API.',
  })
  @Allow('survey:write')
  async archiveSurveyBenchmark(
    @Arg('input', () => ArchiveSurveyBenchmarkInput) input: ArchiveSurveyBenchmarkInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { benchmarkId: await archiveBenchmark(tx, input) };
  }
}
