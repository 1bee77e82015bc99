import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { WRITE, WRITE_BUSINESS } from '../owners/field-groups.js';
import { CustomField, CustomFieldValue } from './custom-field.js';
import { SetCustomFieldInput, SetCustomFieldValueInput } from './field-inputs.js';
import * as fields from './field-service.js';

const SetCustomFieldPayload = payloadOf('setCustomField', { customField: CustomField });
const SetCustomFieldValuePayload = payloadOf('setCustomFieldValue', { customFieldValue: CustomFieldValue });

@Resolver()
export class FieldResolver {
  @Mutation(() => SetCustomFieldPayload, {
    nullable: true,
    description: 'Adds a field of customers, or changes what people call it and who sees it.',
  })
  @Allow('customers:manage')
  async setCustomField(
    @Arg('input', () => SetCustomFieldInput) input: SetCustomFieldInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { customField: (await fields.setCustomField(tx, input)).id };
  }

  @Mutation(() => SetCustomFieldValuePayload, {
    nullable: true,
    description: 'Sets what a customer has in a field of the company’s own.',
  })
  @Allow(WRITE, WRITE_BUSINESS)
  async setCustomFieldValue(
    @Arg('input', () => SetCustomFieldValueInput) input: SetCustomFieldValueInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { customFieldValue: (await fields.setCustomFieldValue(tx, input)).id };
  }
}
