import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Feedback } from './feedback.js';
import * as answers from './feedback-answers.js';
import { FeedbackChange } from './feedback-change.js';
import { FeedbackChannel } from './feedback-channel.js';
import { setFeedbackChannel } from './feedback-channels.js';
import {
  AnswerFeedbackInput,
  AssignFeedbackInput,
  ChangeFeedbackStateInput,
  ClassifyFeedbackInput,
  MergeFeedbackInput,
  SetFeedbackChannelInput,
  SetFeedbackRouteInput,
  SetFeedbackVisibilityInput,
  UnmergeFeedbackInput,
} from './feedback-inputs.js';
import * as merging from './feedback-merging.js';
import { FeedbackRoute } from './feedback-route.js';
import * as routing from './feedback-routing.js';
import * as feedback from './feedback-service.js';

const ClassifyFeedbackPayload = payloadOf('classifyFeedback', { feedback: Feedback });
const AssignFeedbackPayload = payloadOf('assignFeedback', { feedback: Feedback });
const AnswerFeedbackPayload = payloadOf('answerFeedback', { feedback: Feedback, change: FeedbackChange });
const ChangeFeedbackStatePayload = payloadOf('changeFeedbackState', { feedback: Feedback });
const SetFeedbackVisibilityPayload = payloadOf('setFeedbackVisibility', { feedback: Feedback });
const MergeFeedbackPayload = payloadOf('mergeFeedback', { feedback: Feedback, into: Feedback });
const UnmergeFeedbackPayload = payloadOf('unmergeFeedback', { feedback: Feedback, from: Feedback });
const SetFeedbackChannelPayload = payloadOf('setFeedbackChannel', { feedbackChannel: FeedbackChannel });
const SetFeedbackRoutePayload = payloadOf('setFeedbackRoute', { feedbackRoute: FeedbackRoute });

/** What staff do with feedback at their desks. */
@Resolver()
export class FeedbackDeskResolver {
  @Mutation(() => ClassifyFeedbackPayload, {
    nullable: true,
    description: 'Says what sort of feedback it is; who deals with it follows the routing rules.',
  })
  @Allow('feedback:write')
  async classifyFeedback(
    @Arg('input', () => ClassifyFeedbackInput) input: ClassifyFeedbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedback: (await routing.classifyFeedback(tx, input)).id };
  }

  @Mutation(() => AssignFeedbackPayload, {
    nullable: true,
    description: 'Gives feedback to somebody; complex feedback only to a head who leads such by a rule.',
  })
  @Allow('feedback:write')
  async assignFeedback(
    @Arg('input', () => AssignFeedbackInput) input: AssignFeedbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedback: (await routing.assignFeedback(tx, input)).id };
  }

  @Mutation(() => AnswerFeedbackPayload, {
    nullable: true,
    description:
      'Gives the official answer, or a new one. All who are concerned are told: whoever gave it or what was merged into it, and the voters.',
  })
  @Allow('feedback:write')
  async answerFeedback(
    @Arg('input', () => AnswerFeedbackInput) input: AnswerFeedbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { feedback, change } = await answers.answerFeedback(tx, input);
    return { feedback: feedback.id, change: change.id };
  }

  @Mutation(() => ChangeFeedbackStatePayload, {
    nullable: true,
    description: 'Says how far feedback is. Closing it needs the official answer, and freezes the votes.',
  })
  @Allow('feedback:write')
  async changeFeedbackState(
    @Arg('input', () => ChangeFeedbackStateInput) input: ChangeFeedbackStateInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedback: (await feedback.changeFeedbackState(tx, input)).id };
  }

  @Mutation(() => SetFeedbackVisibilityPayload, {
    nullable: true,
    description: 'Shows feedback to everybody, or hides it from all but whoever gave it.',
  })
  @Allow('feedback:write')
  async setFeedbackVisibility(
    @Arg('input', () => SetFeedbackVisibilityInput) input: SetFeedbackVisibilityInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedback: (await feedback.setFeedbackVisibility(tx, input)).id };
  }

  @Mutation(() => MergeFeedbackPayload, {
    nullable: true,
    description: 'Lets one piece of feedback stand for two. The voters of both count there, each once.',
  })
  @Allow('feedback:write')
  async mergeFeedback(
    @Arg('input', () => MergeFeedbackInput) input: MergeFeedbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { feedback, into } = await merging.mergeFeedback(tx, input);
    return { feedback: feedback.id, into: into.id };
  }

  @Mutation(() => UnmergeFeedbackPayload, {
    nullable: true,
    description: 'Undoes a merger: both are as they were, with the votes that each had.',
  })
  @Allow('feedback:write')
  async unmergeFeedback(
    @Arg('input', () => UnmergeFeedbackInput) input: UnmergeFeedbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { feedback, from } = await merging.unmergeFeedback(tx, input);
    return { feedback: feedback.id, from: from.id };
  }

  @Mutation(() => SetFeedbackChannelPayload, {
    nullable: true,
    description: 'Adds a channel for feedback, or opens, closes or renames the one of that key.',
  })
  @Allow('feedback:manage')
  async setFeedbackChannel(
    @Arg('input', () => SetFeedbackChannelInput) input: SetFeedbackChannelInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedbackChannel: (await setFeedbackChannel(tx, input)).id };
  }

  @Mutation(() => SetFeedbackRoutePayload, {
    nullable: true,
    description: 'Says who deals with which feedback from now on.',
  })
  @Allow('feedback:manage')
  async setFeedbackRoute(
    @Arg('input', () => SetFeedbackRouteInput) input: SetFeedbackRouteInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedbackRoute: (await routing.setFeedbackRoute(tx, input)).id };
  }
}
