import { ArrayMaxSize, Length, Max, Min } from 'class-validator';
import { Arg, Ctx, Extensions, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { UserError } from '../graphql/errors.js';
import { payloadOf } from '../graphql/kernel-types.js';
import { SECRET } from '../graphql/mutations.js';
import type { MutationContext } from '../plugin/contract.js';
import { audit } from '../privacy/audit.js';
import { Allow } from './allow.js';
import { createServiceKey, LONGEST_MINTED, MINT_PERMISSION, revokeServiceKey } from './service-keys.js';

@InputType({ description: 'A new API key for an integration.' })
class CreateServiceKeyInput {
  @Field(() => String, { description: 'What the integration is called.' })
  @Length(1, 100, { message: 'The name must have 1 to 100 characters.' })
  name!: string;

  @Field(() => [String], { description: 'The permissions that it gets; none that you do not hold yourself.' })
  @ArrayMaxSize(200)
  scopes!: string[];

  @Field(() => Date, {
    nullable: true,
    description: 'From when it counts no more; left out, it counts until it is revoked.',
  })
  expiresAt?: Date | null;
}

@InputType({ description: 'Which API key is ended.' })
class RevokeServiceKeyInput {
  @Field(() => ID, { description: 'The id that `createServiceKey` answered with.' })
  serviceKeyId!: string;
}

@InputType({ description: 'For whom a short token is wanted.' })
class MintTokenInput {
  @Field(() => String, { description: 'The kind of actor, such as `customer`.' })
  kind!: string;

  @Field(() => ID, { description: 'The id of the actor, such as that of a customer.' })
  principalId!: string;

  @Field(() => Int, {
    defaultValue: 900,
    description: `How long it counts, in seconds; at most ${LONGEST_MINTED}.`,
  })
  @Min(1, { message: 'A token counts for at least one second.' })
  @Max(LONGEST_MINTED, { message: `A token counts for at most ${LONGEST_MINTED} seconds.` })
  expiresIn!: number;
}

const CreateServiceKeyPayload = payloadOf('createServiceKey', {
  serviceKeyId: { type: String, description: 'The id, by which it can be revoked.' },
  key: {
    type: String,
    description: 'What the integration sends as `Authorization: Bearer …`. It is shown this once.',
  },
});
const RevokeServiceKeyPayload = payloadOf('revokeServiceKey', {
  serviceKeyId: { type: String, description: 'The id of the key that was ended.' },
});
const MintTokenPayload = payloadOf('mintToken', {
  token: { type: String, description: "What the customer's browser sends as `Authorization: Bearer …`." },
});

/** How integrations come in: API keys, and short tokens for the people whom they have checked themselves. */
@Resolver()
export class IdentityResolver {
  @Mutation(() => CreateServiceKeyPayload, {
    nullable: true,
    description:
      'Makes an API key for an integration. Not to be repeated with an idempotency key: every call makes one.',
  })
  @Extensions({ [SECRET]: true })
  @Allow('service-keys:manage')
  async createServiceKey(
    @Arg('input', () => CreateServiceKeyInput) input: CreateServiceKeyInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { id, key } = await createServiceKey(tx, { ...input, expiresAt: input.expiresAt ?? null });
    audit(tx, { action: 'serviceKey.create', subject: id, after: { scopes: input.scopes } });
    return { serviceKeyId: id, key };
  }

  @Mutation(() => RevokeServiceKeyPayload, {
    nullable: true,
    description: 'Ends an API key, and every token that was minted with it.',
  })
  @Allow('service-keys:manage')
  async revokeServiceKey(
    @Arg('input', () => RevokeServiceKeyInput) { serviceKeyId }: RevokeServiceKeyInput,
    @Ctx() { tx }: MutationContext,
  ) {
    if (!(await revokeServiceKey(tx, serviceKeyId)))
      throw new UserError('NOT_FOUND', ['serviceKeyId'], 'There is no such key that still counts.');
    audit(tx, { action: 'serviceKey.revoke', subject: serviceKeyId });
    return { serviceKeyId };
  }

  @Mutation(() => MintTokenPayload, {
    nullable: true,
    description:
      'A short token for a customer whom your own server has signed in. Meant for servers with an API key.',
  })
  @Extensions({ [SECRET]: true })
  @Allow(MINT_PERMISSION)
  async mintToken(
    @Arg('input', () => MintTokenInput) { kind, principalId, expiresIn }: MintTokenInput,
    @Ctx() { services, actor }: MutationContext,
  ) {
    const token = await services.mintToken(actor, { kind, id: principalId, expiresIn });
    if (!token) throw new UserError('NOT_FOUND', ['principalId'], 'There is nobody of that kind and id.');
    return { token };
  }
}
