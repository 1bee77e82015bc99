import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { settingsOf } from '../value-settings.js';
import { ValueReport } from './report.js';
import { PublishValueReportInput } from './report-inputs.js';
import { publishReport } from './report-service.js';

const PublishValueReportPayload = payloadOf('publishValueReport', { valueReport: ValueReport });

@Resolver()
export class ReportResolver {
  @Mutation(() => PublishValueReportPayload, {
    nullable: true,
    description:
      'Publishes the review of a year with the plan for the next. It never changes; publishing again adds an edition.',
  })
  @Allow('requirements-value:report')
  async publishValueReport(
    @Arg('input', () => PublishValueReportInput) input: PublishValueReportInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { valueReport: (await publishReport(tx, input, settingsOf(services))).id };
  }
}
