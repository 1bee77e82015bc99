import { definePlugin } from '@candor/kernel';
import { Customer, customerRecords } from '../customers/index.js';
import { StaffMember } from '../people/index.js';
import { Feedback } from './feedback.js';
import {
  channelAccess,
  feedbackAccess,
  feedbackChangeAccess,
  invitationAccess,
  noticeAccess,
  routeAccess,
  voteAccess,
} from './feedback-access.js';
import { FeedbackChange } from './feedback-change.js';
import { FeedbackChannel } from './feedback-channel.js';
import { seedDemoFeedback } from './feedback-demo.js';
import { FeedbackDeskResolver } from './feedback-desk-resolver.js';
import { feedbackEvents } from './feedback-events.js';
import { FeedbackInvitation } from './feedback-invitation.js';
import { feedbackLive } from './feedback-live.js';
import { FeedbackNotice } from './feedback-notice.js';
import { FeedbackResolver } from './feedback-resolver.js';
import { FeedbackRoute } from './feedback-route.js';
import { haveVoted } from './feedback-search.js';
import { seedChannels } from './feedback-seed.js';
import { FeedbackSettings } from './feedback-settings.js';
import { feedbackTexts } from './feedback-texts.js';
import { FeedbackVote } from './feedback-vote.js';
import { Feedback20261122 } from './migrations/feedback-20261122.js';

/** What customers tell the company: how it comes in, who deals with it, what is answered, and who is told. */
export const feedback = definePlugin({
  name: 'feedback',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: {
    people: '^1.0.0',
    customers: '^1.0.0',
    conversations: '^1.0.0',
    tickets: '^1.0.0',
    boards: '^1.0.0',
  },
  settings: FeedbackSettings,
  permissions: {
    'feedback:read': 'See all feedback with who gave it and who voted',
    'feedback:write':
      'Write down, classify, assign, merge and answer feedback, and invite customers to give it',
    'feedback:manage': 'Open and close channels for feedback, and say who deals with which',
  },
  setup(api) {
    customerRecords(api, 'feedback', [
      { table: 'feedback_feedback', column: 'customer_id' },
      { table: 'feedback_invitation', column: 'customer_id' },
      { table: 'feedback_vote', column: 'customer_id', uniqueWith: ['feedback_id'] },
      { table: 'feedback_notice', column: 'customer_id', uniqueWith: ['change_id'] },
    ]);
    api.store({
      entities: [
        Feedback,
        FeedbackVote,
        FeedbackChange,
        FeedbackNotice,
        FeedbackChannel,
        FeedbackRoute,
        FeedbackInvitation,
      ],
      migrations: [Feedback20261122],
    });
    api.access(Feedback, feedbackAccess);
    api.access(FeedbackVote, voteAccess);
    api.access(FeedbackChange, feedbackChangeAccess);
    api.access(FeedbackNotice, noticeAccess);
    api.access(FeedbackChannel, channelAccess);
    api.access(FeedbackRoute, routeAccess);
    api.access(FeedbackInvitation, invitationAccess);

    api.list('feedback', Feedback, {
      description: 'All feedback that you may see; to a customer, their own and what is public.',
      filter: [
        'state',
        'level',
        'complexity',
        'category',
        'visibility',
        'customer',
        'handler',
        'channel',
        'mergedInto',
        'submittedAt',
      ],
      orderBy: ['submittedAt', 'voteCount', 'updatedAt'],
    });
    api.list('feedback', Feedback, {
      description: 'What the customer told the company.',
      on: { type: Customer, by: 'customer' },
      filter: ['state', 'level', 'submittedAt'],
      orderBy: ['submittedAt'],
    });
    api.list('handledFeedback', Feedback, {
      description: 'The feedback that the person deals with; what you may see of it.',
      on: { type: StaffMember, by: 'handler' },
      filter: ['state', 'level', 'submittedAt'],
      orderBy: ['submittedAt'],
    });
    api.list('merged', Feedback, {
      description: 'What was merged into it; what you may see of it.',
      on: { type: Feedback, by: 'mergedInto' },
      orderBy: ['submittedAt'],
    });
    api.list('votes', FeedbackVote, {
      description: 'The votes that count for it: to staff all, to a customer their own.',
      on: { type: Feedback, by: 'root' },
      orderBy: ['votedAt'],
    });
    api.list('feedbackVotes', FeedbackVote, {
      description: 'What the customer voted for.',
      on: { type: Customer, by: 'customer' },
      orderBy: ['votedAt'],
    });
    api.list('history', FeedbackChange, {
      description: 'Everything that happened to it.',
      on: { type: Feedback, by: 'feedback' },
      filter: ['kind', 'at'],
      orderBy: ['at'],
    });
    api.list('notices', FeedbackNotice, {
      description: 'Who is to be told of its answers, and was: to staff all, to a customer their own.',
      on: { type: Feedback, by: 'feedback' },
      filter: ['isTold', 'concern'],
      orderBy: ['owedAt'],
    });
    api.list('feedbackResultNotices', FeedbackNotice, {
      description: 'Results that customers are to be told: to staff all, to a customer their own.',
      filter: ['isTold', 'concern', 'channel', 'customer', 'owedAt'],
      orderBy: ['owedAt'],
    });
    api.list('feedbackChannels', FeedbackChannel, {
      description: 'The ways in which feedback can be given.',
      filter: ['key', 'isOpen', 'isPromised'],
      orderBy: ['key'],
      ascending: true,
    });
    api.list('feedbackRoutes', FeedbackRoute, {
      description: 'The rules that say who deals with which feedback; for staff.',
      filter: ['complexity', 'category', 'handler'],
      orderBy: ['createdAt'],
    });
    api.list('feedbackInvitations', FeedbackInvitation, {
      description: 'Who was invited to give feedback without signing in; for staff.',
      filter: ['customer', 'channel', 'createdAt'],
      orderBy: ['createdAt'],
    });

    api.graphql.extend<{ id: string; root: string | null }>('Feedback', 'viewerHasVoted: Boolean!', {
      description: 'Whether you, a customer, have voted for it or for what it was merged with.',
      needs: ['id', 'root'],
      cost: 1,
      load: (rows, _, context) =>
        haveVoted(
          context,
          rows.map(({ id, root }) => root ?? id),
        ),
    });
    api.graphql.resolvers(FeedbackResolver, FeedbackDeskResolver);
    feedbackLive(api);
    feedbackEvents(api);
    api.errors({
      FEEDBACK_CHANNEL_CLOSED:
        'No feedback is taken by that channel; `feedbackChannels` lists those that are open.',
      FEEDBACK_MERGED: 'The feedback was merged, or other feedback into it; the message says what to do.',
      FEEDBACK_STATE_NOT_POSSIBLE: 'The feedback cannot go from its state into that one.',
      FEEDBACK_ANSWER_MISSING: 'Feedback is closed with an official answer only.',
      FEEDBACK_NEEDS_HEAD: 'Complex feedback is led by a head of department whom a rule names.',
      VOTES_FROZEN: 'The feedback is closed: its votes stay as they are.',
      INVITATION_USED_UP: 'Feedback was given with the link often enough.',
    });
    api.texts(feedbackTexts);
    api.seed('base', seedChannels);
    api.seed('demo', seedDemoFeedback);
  },
});
