import type { RequestContext } from '@candor/kernel';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Customer } from '../customer.js';
import { CustomerOwner, customersWithout, FieldGroupScope, fieldGroupScopes } from './owner-queries.js';

@Resolver()
export class OwnerResolver {
  @Query(() => [FieldGroupScope], {
    nullable: true,
    description: 'The groups of fields of customer records, and who of staff may change which.',
  })
  @Allow('customers:read')
  customerFieldGroups(@Ctx() context: RequestContext): Promise<FieldGroupScope[]> {
    return fieldGroupScopes(context);
  }

  @Query(() => [Customer], {
    nullable: true,
    description: 'The customers who lack somebody they have to have, the oldest first; at most 100.',
  })
  @Allow('customers:read')
  customersWithoutOwner(
    @Arg('owner', () => CustomerOwner, { description: 'Whom they lack; somebody who has left is nobody.' })
    owner: CustomerOwner,
    @Ctx() context: RequestContext,
  ): Promise<string[]> {
    return customersWithout(context, owner);
  }
}
