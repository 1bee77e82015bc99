import { registerEnumType } from 'type-graphql';

/** How soon an answer is wanted. */
export enum FeedbackLevel {
  URGENT = 'URGENT',
  GENERAL = 'GENERAL',
  SUGGESTION = 'SUGGESTION',
}

registerEnumType(FeedbackLevel, {
  name: 'FeedbackLevel',
  description: 'How soon feedback asks for an answer.',
  valuesConfig: {
    URGENT: { description: 'Something must be put right now.' },
    GENERAL: { description: 'A matter of every day.' },
    SUGGESTION: { description: 'An idea how something could be better; it waits a little.' },
  },
});

/** Who has to deal with it. */
export enum FeedbackComplexity {
  GENERAL = 'GENERAL',
  COMPLEX = 'COMPLEX',
}

registerEnumType(FeedbackComplexity, {
  name: 'FeedbackComplexity',
  description: 'Whether a specialist can deal with feedback, or a head of department has to lead.',
  valuesConfig: {
    GENERAL: { description: 'A specialist deals with it.' },
    COMPLEX: { description: 'It touches several matters or departments: a head of department leads.' },
  },
});

/** Who may read it. */
export enum FeedbackVisibility {
  PUBLIC = 'PUBLIC',
  PRIVATE = 'PRIVATE',
}

registerEnumType(FeedbackVisibility, {
  name: 'FeedbackVisibility',
  description: 'Who may read feedback.',
  valuesConfig: {
    PUBLIC: { description: 'Everybody, without the person who gave it; other customers may vote for it.' },
    PRIVATE: { description: 'The customer who gave it, and staff.' },
  },
});

/** How far it is. */
export enum FeedbackState {
  RECEIVED = 'RECEIVED',
  UNDER_REVIEW = 'UNDER_REVIEW',
  PLANNED = 'PLANNED',
  IN_PROGRESS = 'IN_PROGRESS',
  DONE = 'DONE',
  DECLINED = 'DECLINED',
}

registerEnumType(FeedbackState, {
  name: 'FeedbackState',
  description: 'How far feedback is. `DONE` and `DECLINED` are closed: votes stay as they are.',
  valuesConfig: {
    RECEIVED: { description: 'It has come in; nobody has looked at it yet.' },
    UNDER_REVIEW: { description: 'It is being looked at.' },
    PLANNED: { description: 'It will be done.' },
    IN_PROGRESS: { description: 'It is being done.' },
    DONE: { description: 'It is done.' },
    DECLINED: { description: 'It will not be done; the answer says why.' },
  },
});

/** What changed. */
export enum FeedbackChangeKind {
  SUBMITTED = 'SUBMITTED',
  STATE = 'STATE',
  ANSWERED = 'ANSWERED',
  CLASSIFIED = 'CLASSIFIED',
  HANDLER = 'HANDLER',
  VISIBILITY = 'VISIBILITY',
  MERGED = 'MERGED',
  UNMERGED = 'UNMERGED',
}

registerEnumType(FeedbackChangeKind, {
  name: 'FeedbackChangeKind',
  description: 'What changed in feedback, and so what `from` and `to` hold.',
  valuesConfig: {
    SUBMITTED: { description: 'It came in; `to` is its first state.' },
    STATE: { description: 'How far it is; `from` and `to` are values of `FeedbackState`.' },
    ANSWERED: { description: 'It got its official answer, or a new one.' },
    CLASSIFIED: {
      description:
        'Its level, complexity or category; `from` and `to` hold the three, separated by spaces. For staff.',
    },
    HANDLER: { description: 'Who deals with it; `from` and `to` are ids of staff members. For staff.' },
    VISIBILITY: { description: 'Who may read it; `from` and `to` are values of `FeedbackVisibility`.' },
    MERGED: { description: 'It was merged into another one; `to` is the id of that one.' },
    UNMERGED: { description: 'It stands for itself again; `from` is the id of what it was merged into.' },
  },
});

/** Why somebody is told of feedback. */
export enum FeedbackConcern {
  AUTHOR = 'AUTHOR',
  MERGED_AUTHOR = 'MERGED_AUTHOR',
  VOTER = 'VOTER',
}

registerEnumType(FeedbackConcern, {
  name: 'FeedbackConcern',
  description: 'Why a customer is told of what becomes of feedback.',
  valuesConfig: {
    AUTHOR: { description: 'They gave it.' },
    MERGED_AUTHOR: { description: 'They gave feedback that was merged into it.' },
    VOTER: { description: 'They voted for it.' },
  },
});

const CLOSED: ReadonlySet<FeedbackState> = new Set([FeedbackState.DONE, FeedbackState.DECLINED]);

/** Whether nothing more will become of it; votes are frozen then. */
export function isClosed(state: FeedbackState): boolean {
  return CLOSED.has(state);
}
