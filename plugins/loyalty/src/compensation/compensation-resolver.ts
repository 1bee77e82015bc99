import { MetricPeriod } from '@candor/core/customers';
import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Compensation } from './compensation.js';
import { CompensationMetrics, compensationMetrics } from './compensation-figures.js';
import {
  IssueCompensationInput,
  PromiseCompensationInput,
  RecordCompensationToldInput,
} from './compensation-inputs.js';
import * as compensations from './compensation-service.js';

const PromiseCompensationPayload = payloadOf('promiseCompensation', { compensation: Compensation });
const IssueCompensationPayload = payloadOf('issueCompensation', { compensation: Compensation });
const RecordCompensationToldPayload = payloadOf('recordCompensationTold', { compensation: Compensation });

@Resolver()
export class CompensationResolver {
  @Query(() => CompensationMetrics, {
    nullable: true,
    description: 'Whether customers got the compensations decided on in a period, and were told.',
  })
  @Allow('loyalty:read')
  compensationMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Arg('about', () => String, {
      nullable: true,
      description: 'Only what has this id in `about`; all, if left out.',
    })
    about: string | null,
    @Ctx() context: RequestContext,
  ): Promise<CompensationMetrics> {
    return compensationMetrics(context, period, about ?? null);
  }

  @Mutation(() => PromiseCompensationPayload, {
    nullable: true,
    description:
      'Decides that a customer gets something because of what went wrong; the customer sees it at once. Once for one matter.',
  })
  @Allow('loyalty:adjust')
  async promiseCompensation(
    @Arg('input', () => PromiseCompensationInput) input: PromiseCompensationInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { compensation: (await compensations.promiseCompensation(tx, input)).id };
  }

  @Mutation(() => IssueCompensationPayload, {
    nullable: true,
    description: 'Issues the coupon of a compensation, once.',
  })
  @Allow('loyalty:adjust')
  async issueCompensation(
    @Arg('input', () => IssueCompensationInput) input: IssueCompensationInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { compensation: (await compensations.issueCompensation(tx, input)).id };
  }

  @Mutation(() => RecordCompensationToldPayload, {
    nullable: true,
    description: 'Writes down that the customer was told of a compensation, with its coupon, and how.',
  })
  @Allow('loyalty:write')
  async recordCompensationTold(
    @Arg('input', () => RecordCompensationToldInput) input: RecordCompensationToldInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { compensation: (await compensations.recordCompensationTold(tx, input)).id };
  }
}
