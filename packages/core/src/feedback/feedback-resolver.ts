import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow, ShareLinkRecord } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { MetricPeriod } from '../customers/index.js';
import { Feedback } from './feedback.js';
import {
  ConfirmFeedbackNoticeInput,
  InviteFeedbackInput,
  SubmitFeedbackInput,
  VoteForFeedbackInput,
  WithdrawFeedbackVoteInput,
} from './feedback-inputs.js';
import { FeedbackInvitation } from './feedback-invitation.js';
import * as invitations from './feedback-invitations.js';
import { FeedbackMetrics, feedbackMetrics } from './feedback-metrics.js';
import { FeedbackNotice } from './feedback-notice.js';
import * as notices from './feedback-notices.js';
import { feedbackIdOf } from './feedback-search.js';
import * as feedback from './feedback-service.js';
import type { FeedbackSettings } from './feedback-settings.js';
import * as votes from './feedback-votes.js';

const SubmitFeedbackPayload = payloadOf('submitFeedback', {
  feedback: {
    type: Feedback,
    description:
      'The feedback, whose number is the receipt; null where there are user errors, and for whoever came with an invitation and follows it by the link.',
  },
  number: { type: String, description: 'The number on the receipt; null where there are user errors.' },
  followLink: {
    type: ShareLinkRecord,
    description: 'A link with which the feedback can be followed without signing in.',
  },
});
const InviteFeedbackPayload = payloadOf('inviteFeedback', {
  invitation: FeedbackInvitation,
  shareLink: ShareLinkRecord,
});
const VoteForFeedbackPayload = payloadOf('voteForFeedback', { feedback: Feedback });
const WithdrawFeedbackVotePayload = payloadOf('withdrawFeedbackVote', { feedback: Feedback });
const ConfirmFeedbackNoticePayload = payloadOf('confirmFeedbackNotice', { notice: FeedbackNotice });

/** What customers and those who speak for them do with feedback, and what is asked about it. */
@Resolver()
export class FeedbackResolver {
  @Query(() => Feedback, {
    nullable: true,
    description: 'The feedback of a number; null when there is none or you may not see it.',
  })
  @Allow('signed-in')
  feedbackByNumber(
    @Arg('number', () => String, { description: 'The number on the receipt, such as `F-1024`.' })
    number: string,
    @Ctx() { services }: RequestContext,
  ): Promise<string | null> {
    return feedbackIdOf(services, number);
  }

  @Query(() => FeedbackMetrics, {
    nullable: true,
    description: 'How well feedback is taken, routed, answered and told, by when it came in.',
  })
  @Allow('feedback:read')
  feedbackMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<FeedbackMetrics> {
    return feedbackMetrics(context, period);
  }

  @Mutation(() => SubmitFeedbackPayload, {
    nullable: true,
    description:
      'Gives feedback: customers their own, holders of an invitation without signing in, staff for a customer. The answer is the receipt.',
  })
  @Allow('feedback:write', 'kind:customer', 'kind:share')
  async submitFeedback(
    @Arg('input', () => SubmitFeedbackInput) input: SubmitFeedbackInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const settings = services.settings<FeedbackSettings>('feedback');
    const receipt = await feedback.submitFeedback(tx, input, settings);
    const { id, number } = receipt.feedback;
    return { feedback: id, number, followLink: receipt.followLink };
  }

  @Mutation(() => InviteFeedbackPayload, {
    nullable: true,
    description: 'Makes a link with which one customer may give feedback without signing in.',
  })
  @Allow('feedback:write')
  async inviteFeedback(
    @Arg('input', () => InviteFeedbackInput) input: InviteFeedbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { invitation, shareLink } = await invitations.inviteFeedback(tx, input);
    return { invitation: invitation.id, shareLink };
  }

  @Mutation(() => VoteForFeedbackPayload, {
    nullable: true,
    description: 'Votes for public feedback. However often, each customer counts once.',
  })
  @Allow('feedback:write', 'kind:customer')
  async voteForFeedback(
    @Arg('input', () => VoteForFeedbackInput) input: VoteForFeedbackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedback: (await votes.voteForFeedback(tx, input)).id };
  }

  @Mutation(() => WithdrawFeedbackVotePayload, { nullable: true, description: 'Takes a vote back.' })
  @Allow('feedback:write', 'kind:customer')
  async withdrawFeedbackVote(
    @Arg('input', () => WithdrawFeedbackVoteInput) input: WithdrawFeedbackVoteInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { feedback: (await votes.withdrawFeedbackVote(tx, input)).id };
  }

  @Mutation(() => ConfirmFeedbackNoticePayload, {
    nullable: true,
    description:
      'Notes that a customer was told a result: by staff with the receipt, or by the customer who has read it.',
  })
  @Allow('feedback:write', 'kind:customer')
  async confirmFeedbackNotice(
    @Arg('input', () => ConfirmFeedbackNoticeInput) input: ConfirmFeedbackNoticeInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { notice: (await notices.confirmFeedbackNotice(tx, input)).id };
  }
}
