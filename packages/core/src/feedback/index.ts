export { boundsOf, MetricDefinition, MetricPeriod, MetricRatio, ratio } from '../customers/index.js';
export { Feedback } from './feedback.js';
export { answerFeedback } from './feedback-answers.js';
export { FeedbackChange } from './feedback-change.js';
export { FeedbackChannel } from './feedback-channel.js';
export { setFeedbackChannel } from './feedback-channels.js';
export { FeedbackInvitation } from './feedback-invitation.js';
export {
  FeedbackChangeKind,
  FeedbackComplexity,
  FeedbackConcern,
  FeedbackLevel,
  FeedbackState,
  FeedbackVisibility,
} from './feedback-kinds.js';
export { mergeFeedback, unmergeFeedback } from './feedback-merging.js';
export { FeedbackNotice } from './feedback-notice.js';
export { FeedbackRoute } from './feedback-route.js';
export { changeFeedbackState, submitFeedback } from './feedback-service.js';
export { FeedbackVote } from './feedback-vote.js';
export { voteForFeedback, withdrawFeedbackVote } from './feedback-votes.js';
export { feedback } from './plugin.js';
