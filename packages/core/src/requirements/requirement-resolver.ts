import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { MetricPeriod } from '../feedback/index.js';
import { AcceptanceCriterion } from './acceptance-criterion.js';
import { AuditedNeed } from './audited-need.js';
import * as audits from './need-audit.js';
import { Requirement } from './requirement.js';
import * as analysis from './requirement-analysis.js';
import * as delivery from './requirement-delivery.js';
import {
  AnalyseRequirementInput,
  AnswerAcceptanceCriterionInput,
  AuditNeedInput,
  CaptureRequirementInput,
  DeliverRequirementInput,
  PlanRequirementInput,
  SetAcceptanceCriterionInput,
  StartRequirementInput,
  TriageRequirementInput,
  UpdateRequirementInput,
} from './requirement-inputs.js';
import { RequirementMetrics, requirementMetrics } from './requirement-metrics.js';
import * as requirements from './requirement-service.js';
import type { RequirementSettings } from './requirement-settings.js';

const CRITERION = { requirement: Requirement, acceptanceCriterion: AcceptanceCriterion };
const CaptureRequirementPayload = payloadOf('captureRequirement', { requirement: Requirement });
const UpdateRequirementPayload = payloadOf('updateRequirement', { requirement: Requirement });
const TriageRequirementPayload = payloadOf('triageRequirement', { requirement: Requirement });
const AnalyseRequirementPayload = payloadOf('analyseRequirement', { requirement: Requirement });
const SetAcceptanceCriterionPayload = payloadOf('setAcceptanceCriterion', CRITERION);
const AnswerAcceptanceCriterionPayload = payloadOf('answerAcceptanceCriterion', CRITERION);
const PlanRequirementPayload = payloadOf('planRequirement', { requirement: Requirement });
const StartRequirementPayload = payloadOf('startRequirement', { requirement: Requirement });
const DeliverRequirementPayload = payloadOf('deliverRequirement', { requirement: Requirement });
const AuditNeedPayload = payloadOf('auditNeed', { auditedNeed: AuditedNeed });

/** The way of a requirement from its source to its delivery. */
@Resolver()
export class RequirementResolver {
  @Query(() => RequirementMetrics, {
    nullable: true,
    description: 'How well requirements of a period are captured, filed, analysed and delivered.',
  })
  @Allow('requirements:read')
  requirementMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<RequirementMetrics> {
    return requirementMetrics(context, period);
  }

  @Mutation(() => CaptureRequirementPayload, {
    nullable: true,
    description:
      'Writes a requirement down with the record it came from, whose customers are behind it from then on.',
  })
  @Allow('requirements:write')
  async captureRequirement(
    @Arg('input', () => CaptureRequirementInput) input: CaptureRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await requirements.captureRequirement(tx, input)).id };
  }

  @Mutation(() => UpdateRequirementPayload, {
    nullable: true,
    description: 'Words a requirement anew, or puts it into another class.',
  })
  @Allow('requirements:write')
  async updateRequirement(
    @Arg('input', () => UpdateRequirementInput) input: UpdateRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await requirements.updateRequirement(tx, input)).id };
  }

  @Mutation(() => TriageRequirementPayload, {
    nullable: true,
    description:
      'Decides whether a requirement is looked into. To decline one needs a reason and an advice, which its customers read.',
  })
  @Allow('requirements:write')
  async triageRequirement(
    @Arg('input', () => TriageRequirementInput) input: TriageRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await requirements.triageRequirement(tx, input)).id };
  }

  @Mutation(() => AnalyseRequirementPayload, {
    nullable: true,
    description: 'Says how urgent and important a requirement is, what belongs to it and what does not.',
  })
  @Allow('requirements:write')
  async analyseRequirement(
    @Arg('input', () => AnalyseRequirementInput) input: AnalyseRequirementInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const settings = services.settings<RequirementSettings>('requirements');
    return { requirement: (await analysis.analyseRequirement(tx, input, settings)).id };
  }

  @Mutation(() => SetAcceptanceCriterionPayload, {
    nullable: true,
    description:
      'Adds an acceptance criterion, or words one anew, which the customer then has to confirm again.',
  })
  @Allow('requirements:write')
  async setAcceptanceCriterion(
    @Arg('input', () => SetAcceptanceCriterionInput) input: SetAcceptanceCriterionInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return criterionIds(await analysis.setAcceptanceCriterion(tx, input));
  }

  @Mutation(() => AnswerAcceptanceCriterionPayload, {
    nullable: true,
    description:
      'Says whether a criterion is what is wanted: the customer who asked for it, or staff by word of the customer.',
  })
  @Allow('requirements:write', 'kind:customer')
  async answerAcceptanceCriterion(
    @Arg('input', () => AnswerAcceptanceCriterionInput) input: AnswerAcceptanceCriterionInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return criterionIds(await analysis.answerAcceptanceCriterion(tx, input));
  }

  @Mutation(() => PlanRequirementPayload, {
    nullable: true,
    description:
      'Says who delivers a requirement and by when. The date of the first plan stays beside every later one.',
  })
  @Allow('requirements:write')
  async planRequirement(
    @Arg('input', () => PlanRequirementInput) input: PlanRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await delivery.planRequirement(tx, input)).id };
  }

  @Mutation(() => StartRequirementPayload, {
    nullable: true,
    description: 'Lets work on a requirement begin, once those who asked for it have confirmed its criteria.',
  })
  @Allow('requirements:write')
  async startRequirement(
    @Arg('input', () => StartRequirementInput) input: StartRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await delivery.startRequirement(tx, input)).id };
  }

  @Mutation(() => DeliverRequirementPayload, {
    nullable: true,
    description: 'Says that the customers have it.',
  })
  @Allow('requirements:write')
  async deliverRequirement(
    @Arg('input', () => DeliverRequirementInput) input: DeliverRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await delivery.deliverRequirement(tx, input)).id };
  }

  @Mutation(() => AuditNeedPayload, {
    nullable: true,
    description:
      'Notes a need that was found in a record by checking afterwards, and whether it had been captured.',
  })
  @Allow('requirements:manage')
  async auditNeed(@Arg('input', () => AuditNeedInput) input: AuditNeedInput, @Ctx() { tx }: MutationContext) {
    return { auditedNeed: (await audits.auditNeed(tx, input)).id };
  }
}

function criterionIds({
  requirement,
  criterion,
}: Awaited<ReturnType<typeof analysis.setAcceptanceCriterion>>) {
  return { requirement: requirement.id, acceptanceCriterion: criterion.id };
}
