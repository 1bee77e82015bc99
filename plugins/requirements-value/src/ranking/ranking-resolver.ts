import type { RequestContext } from '@candor/kernel';
import { Allow } from '@candor/kernel/identity';
import { Max, Min } from 'class-validator';
import { Args, ArgsType, Ctx, Extensions, Field, Float, ID, Int, Query, Resolver } from 'type-graphql';
import { ValueModel } from '../models/model.js';
import { newestVersion } from './latest-scores.js';
import { rankingOf } from './ranking.js';
import { ValueRanking } from './ranking-types.js';

@ArgsType()
class RankingArgs {
  @Field(() => ID, { description: 'The model; its newest version counts.' })
  model!: string;

  @Field(() => Int, { defaultValue: 20, description: 'How many are answered; at most 100.' })
  @Min(1, { message: 'Ask for 1 to 100 requirements.' })
  @Max(100, { message: 'Ask for 1 to 100 requirements.' })
  first!: number;

  @Field(() => Float, {
    defaultValue: 0.2,
    description: 'By which share inputs and weights are moved for the stability: 0.2 is ±20 %.',
  })
  @Min(0.01, { message: 'Give a share from 0.01 to 0.9.' })
  @Max(0.9, { message: 'Give a share from 0.01 to 0.9.' })
  share!: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether delivered, declined and duplicate requirements are ranked too.',
  })
  includeClosed!: boolean;
}

@Resolver()
export class RankingResolver {
  @Query(() => ValueRanking, {
    nullable: true,
    description:
      'Requirements by what they are worth, with how far stakeholders agree and how well the places stand. Null for no model. For staff.',
  })
  @Extensions({ cost: 20 })
  @Allow('requirements-value:read')
  async valueRanking(
    @Args(() => RankingArgs) { model, first, share, includeClosed }: RankingArgs,
    @Ctx() context: RequestContext,
  ): Promise<ValueRanking | null> {
    if (!(await context.sees(ValueModel, model))) return null;
    const version = await newestVersion(context.services, model);
    return version && rankingOf(context, version, { share, first, isClosedIncluded: includeClosed });
  }
}
