import type { PluginApi } from '@candor/kernel';
import type { AnswerFeedbackInput, SubmitFeedbackInput } from './feedback-inputs.js';

declare module '@candor/kernel' {
  interface Events {
    'feedback.submitted': { feedbackId: string; customer: string; level: string; channel: string };
    'feedback.answered': { feedbackId: string; changeId: string; customer: string; state: string };
    'feedback.changed': { feedbackId: string; changeId: string; kind: string; state: string };
    'feedback.voted': { feedbackId: string; customer: string };
    'feedback.vote-withdrawn': { feedbackId: string; customer: string };
    'feedback.result-told': { feedbackId: string; noticeId: string; customer: string; channel: string };
  }
  interface Commands {
    'feedback.submit': SubmitFeedbackInput;
    'feedback.answer': AnswerFeedbackInput;
  }
}

const FEEDBACK = 'The feedback.';
const CHANGE = 'The entry of its history.';
const STATE = 'How far it is, a value of `FeedbackState`.';

export function feedbackEvents(api: PluginApi): void {
  api.event('feedback.submitted', {
    description: 'A customer gave feedback, or staff wrote it down for them.',
    payload: {
      feedbackId: FEEDBACK,
      customer: 'Who gave it: the id of the customer.',
      level: 'A value of `FeedbackLevel`.',
      channel: 'The key of the channel it came by.',
    },
  });
  api.event('feedback.answered', {
    description: 'Feedback got its official answer, or a new one.',
    payload: {
      feedbackId: FEEDBACK,
      changeId: CHANGE,
      customer: 'Who gave it: the id of the customer. Others who are concerned have notices.',
      state: STATE,
    },
  });
  api.event('feedback.changed', {
    description: 'Something about feedback changed: all that its history holds.',
    payload: {
      feedbackId: FEEDBACK,
      changeId: CHANGE,
      kind: 'A value of `FeedbackChangeKind`.',
      state: STATE,
    },
  });
  api.event('feedback.voted', {
    description: 'A customer voted for feedback for the first time.',
    payload: { feedbackId: 'Where the vote counts.', customer: 'Who voted: the id of the customer.' },
  });
  api.event('feedback.vote-withdrawn', {
    description: 'A customer took a vote back.',
    payload: {
      feedbackId: 'Where the vote counted.',
      customer: 'Whose vote it was: the id of the customer.',
    },
  });
  api.event('feedback.result-told', {
    description: 'A customer was told the result of feedback.',
    payload: {
      feedbackId: FEEDBACK,
      noticeId: 'The notice with the receipt.',
      customer: 'Who was told: the id of the customer.',
      channel: 'By which channel, as a key.',
    },
  });
}
