import { ArrayMaxSize } from 'class-validator';
import { Arg, Args, ArgsType, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { Node } from '../database/record.js';
import { Allow } from '../identity/allow.js';
import type { RequestContext } from '../plugin/contract.js';

@ArgsType()
class NodesArgs {
  @Field(() => [ID], { description: 'At most 100 ids.' })
  @ArrayMaxSize(100, { message: 'Ask for at most 100 records at once.' })
  ids!: string[];
}

@ObjectType({ description: 'What a value of an enum is called, in the language of the request.' })
export class EnumLabel {
  @Field(() => String, { description: 'The value, as it stands in the schema.' })
  value!: string;

  @Field(() => String, { description: 'Its name for people.' })
  label!: string;
}

/** Root fields that are there whatever plugins are enabled. */
@Resolver()
export class KernelResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The record of an id; null when there is none or you may not see it.',
  })
  @Allow('anyone')
  node(@Arg('id', () => ID, { description: 'The id of any record.' }) id: string): string {
    return id;
  }

  @Query(() => [Node], {
    nullable: 'itemsAndList',
    description:
      'Records by their ids, in the order of the ids, with null where there is none or you may not see it.',
  })
  @Allow('anyone')
  nodes(@Args(() => NodesArgs) { ids }: NodesArgs): string[] {
    return ids;
  }

  @Query(() => [EnumLabel], {
    nullable: true,
    description: 'What the values of an enum are called, in the language of the request (`Accept-Language`).',
  })
  @Allow('anyone')
  labels(
    @Arg('enum', () => String, { description: 'The name of an enum of this schema, such as `TicketState`.' })
    name: string,
    @Ctx() context: RequestContext,
  ): EnumLabel[] | null {
    return context.services.labels(name, context.locale);
  }
}
