import type { RequestContext } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import { CodedError } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { LoyaltyProgram } from '../programs/program.js';
import { LoyaltyMetrics } from './figures.js';
import { loyaltyMetrics } from './metrics.js';
import { simulate } from './simulation.js';
import { LoyaltySimulation, SimulateLoyaltyInput } from './simulation-types.js';

@Resolver()
export class MetricsResolver {
  @Query(() => LoyaltyMetrics, {
    nullable: true,
    description:
      'How a program does: liability, burn rate, participation and more, each with its n and definition. Null for no program.',
  })
  @Allow('loyalty:read')
  async loyaltyMetrics(
    @Arg('program', () => ID, { description: 'The program.' }) program: string,
    @Arg('from', () => Date, { description: 'From this instant on.' }) from: Date,
    @Arg('to', () => Date, {
      nullable: true,
      description: 'Up to this instant, without it; up to now and with it, if left out.',
    })
    to: Date | null,
    @Ctx() context: RequestContext,
  ): Promise<LoyaltyMetrics | null> {
    if (!(await isThere(context, program))) return null;
    const end = to ?? new Date(context.services.now().getTime() + 1);
    if (from >= end) throw new CodedError('BAD_USER_INPUT', '"from" must lie before "to".');
    return loyaltyMetrics(context.services, program, from, end);
  }

  @Query(() => LoyaltySimulation, {
    nullable: true,
    description:
      'What another threshold, price or rate would make of the members as they are, before it is set. Changes nothing. Null for no program.',
  })
  @Allow('loyalty:manage')
  async simulateLoyalty(
    @Arg('input', () => SimulateLoyaltyInput, { description: 'What might be changed.' })
    input: SimulateLoyaltyInput,
    @Ctx() context: RequestContext,
  ): Promise<LoyaltySimulation | null> {
    if (!(await isThere(context, input.programId))) return null;
    return context.services.command(async (tx) =>
      simulate(tx, await tx.em.findOneOrFail(LoyaltyProgram, { id: input.programId }), input),
    );
  }
}

async function isThere(context: RequestContext, id: string): Promise<boolean> {
  return uuidOf('loyalty_program', id) !== undefined && (await context.sees(LoyaltyProgram, id));
}
