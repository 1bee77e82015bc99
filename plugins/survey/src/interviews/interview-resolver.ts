import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CreateInterviewGuideInput } from '../quality/quality-inputs.js';
import { InterviewGuide } from './guide.js';
import { Interview } from './interview.js';
import { CancelInterviewInput, PlanInterviewInput, RecordInterviewInput } from './interview-inputs.js';
import * as interviews from './interview-service.js';

const CreateInterviewGuidePayload = payloadOf('createInterviewGuide', { interviewGuide: InterviewGuide });
const PlanInterviewPayload = payloadOf('planInterview', { interview: Interview });
const RecordInterviewPayload = payloadOf('recordInterview', { interview: Interview });
const CancelInterviewPayload = payloadOf('cancelInterview', { interview: Interview });

@Resolver()
export class InterviewResolver {
  @Mutation(() => CreateInterviewGuidePayload, {
    nullable: true,
    description: 'Writes down what interviews ask.',
  })
  @Allow('survey:write')
  async createInterviewGuide(
    @Arg('input', () => CreateInterviewGuideInput) input: CreateInterviewGuideInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { interviewGuide: (await interviews.createGuide(tx, input)).id };
  }

  @Mutation(() => PlanInterviewPayload, { nullable: true, description: 'Plans a talk with a customer.' })
  @Allow('survey:record')
  async planInterview(
    @Arg('input', () => PlanInterviewInput) input: PlanInterviewInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { interview: (await interviews.planInterview(tx, input)).id };
  }

  @Mutation(() => RecordInterviewPayload, {
    nullable: true,
    description: 'Notes what was heard and seen in a talk with a customer.',
  })
  @Allow('survey:record')
  async recordInterview(
    @Arg('input', () => RecordInterviewInput) input: RecordInterviewInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { interview: (await interviews.recordInterview(tx, input)).id };
  }

  @Mutation(() => CancelInterviewPayload, {
    nullable: true,
    description: 'Calls a talk with a customer off.',
  })
  @Allow('survey:record')
  async cancelInterview(
    @Arg('input', () => CancelInterviewInput) input: CancelInterviewInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { interview: (await interviews.cancelInterview(tx, input)).id };
  }
}
