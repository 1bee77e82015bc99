import type { PluginApi } from '@candor/kernel';
import { FeedbackChangeKind } from '../feedback/index.js';
import { refreshCustomersOf } from './requirement-customers.js';

const MERGERS: ReadonlySet<string> = new Set([FeedbackChangeKind.MERGED, FeedbackChangeKind.UNMERGED]);

/** Keeps the customers behind requirements in step with the feedback that asks for them. */
export function followFeedback(api: PluginApi): void {
  const options = { imports: true };
  api.after('feedback.voted', { id: 'requirements.supporter', ...options }, (event, tx) =>
    refreshCustomersOf(tx, event.payload.feedbackId),
  );
  api.after('feedback.vote-withdrawn', { id: 'requirements.supporter-gone', ...options }, (event, tx) =>
    refreshCustomersOf(tx, event.payload.feedbackId),
  );
  api.after('feedback.changed', { id: 'requirements.merger', ...options }, async (event, tx) => {
    if (MERGERS.has(event.payload.kind)) await refreshCustomersOf(tx, event.payload.feedbackId);
  });
}
