import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Requirement } from './requirement.js';
import { nameRequirementCustomer } from './requirement-customers.js';
import {
  LinkRequirementInput,
  NameRequirementCustomerInput,
  SetRequirementBoardInput,
  UnlinkRequirementInput,
} from './requirement-inputs.js';
import { RequirementLink } from './requirement-link.js';
import * as links from './requirement-links.js';

const LinkRequirementPayload = payloadOf('linkRequirement', {
  requirement: Requirement,
  requirementLink: RequirementLink,
});
const UnlinkRequirementPayload = payloadOf('unlinkRequirement', { requirement: Requirement });
const NameRequirementCustomerPayload = payloadOf('nameRequirementCustomer', { requirement: Requirement });
const SetRequirementBoardPayload = payloadOf('setRequirementBoard', { requirement: Requirement });

/** What a requirement belongs to: tickets, feedback, customers, a board. */
@Resolver()
export class RequirementLinksResolver {
  @Mutation(() => LinkRequirementPayload, {
    nullable: true,
    description:
      'Says that a ticket or feedback asks for a requirement; its customers are behind it from then on.',
  })
  @Allow('requirements:write')
  async linkRequirement(
    @Arg('input', () => LinkRequirementInput) input: LinkRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { requirement, link } = await links.linkRequirement(tx, input);
    return { requirement: requirement.id, requirementLink: link.id };
  }

  @Mutation(() => UnlinkRequirementPayload, {
    nullable: true,
    description:
      'Takes a link away; customers who are behind the requirement for no other reason go with it.',
  })
  @Allow('requirements:write')
  async unlinkRequirement(
    @Arg('input', () => UnlinkRequirementInput) input: UnlinkRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await links.unlinkRequirement(tx, input)).id };
  }

  @Mutation(() => NameRequirementCustomerPayload, {
    nullable: true,
    description: 'Says that a customer asked for a requirement, or takes that back.',
  })
  @Allow('requirements:write')
  async nameRequirementCustomer(
    @Arg('input', () => NameRequirementCustomerInput) input: NameRequirementCustomerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await nameRequirementCustomer(tx, input)).id };
  }

  @Mutation(() => SetRequirementBoardPayload, {
    nullable: true,
    description: 'Says on which board the progress of a requirement is shown.',
  })
  @Allow('requirements:write')
  async setRequirementBoard(
    @Arg('input', () => SetRequirementBoardInput) input: SetRequirementBoardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await links.setRequirementBoard(tx, input)).id };
  }
}
