import { registerEnumType } from 'type-graphql';

/** What sort of wish it is. */
export enum RequirementClass {
  PRODUCT_IMPROVEMENT = 'PRODUCT_IMPROVEMENT',
  SERVICE_OPTIMISATION = 'SERVICE_OPTIMISATION',
  NEW_FEATURE = 'NEW_FEATURE',
}

registerEnumType(RequirementClass, {
  name: 'RequirementClass',
  description: 'What sort of wish a requirement is.',
  valuesConfig: {
    PRODUCT_IMPROVEMENT: { description: 'Something that is there should be better.' },
    SERVICE_OPTIMISATION: { description: 'The way customers are served should be better.' },
    NEW_FEATURE: { description: 'Something that is not there yet.' },
  },
});

/** How far it is. */
export enum RequirementState {
  CAPTURED = 'CAPTURED',
  ACCEPTED = 'ACCEPTED',
  ANALYSED = 'ANALYSED',
  PLANNED = 'PLANNED',
  IN_PROGRESS = 'IN_PROGRESS',
  DELIVERED = 'DELIVERED',
  DECLINED = 'DECLINED',
  DUPLICATE = 'DUPLICATE',
}

registerEnumType(RequirementState, {
  name: 'RequirementState',
  description: 'How far a requirement is.',
  valuesConfig: {
    CAPTURED: { description: 'Written down with its source; not decided on yet.' },
    ACCEPTED: { description: 'It will be looked into.' },
    ANALYSED: { description: 'Its urgency, importance and scope are known.' },
    PLANNED: { description: 'Somebody is to deliver it by a date.' },
    IN_PROGRESS: { description: 'It is being made.' },
    DELIVERED: { description: 'The customers have it.' },
    DECLINED: { description: 'It will not be made; the reason and an advice are given.' },
    DUPLICATE: { description: 'Another requirement says the same: look there.' },
  },
});

/** What was decided when it was looked at first. */
export enum TriageOutcome {
  ACCEPT = 'ACCEPT',
  DECLINE = 'DECLINE',
  DUPLICATE = 'DUPLICATE',
}

registerEnumType(TriageOutcome, {
  name: 'TriageOutcome',
  description: 'What is decided about a requirement that was captured.',
  valuesConfig: {
    ACCEPT: { description: 'It is looked into.' },
    DECLINE: {
      description: 'It is not made. Customers are owed the reason, and an advice what to do instead.',
    },
    DUPLICATE: { description: 'Another requirement says the same.' },
  },
});

/** What the customer said of one criterion. */
export enum CriterionState {
  OPEN = 'OPEN',
  CONFIRMED = 'CONFIRMED',
  REJECTED = 'REJECTED',
}

registerEnumType(CriterionState, {
  name: 'CriterionState',
  description: 'What the customer said of an acceptance criterion.',
  valuesConfig: {
    OPEN: { description: 'Nothing yet.' },
    CONFIRMED: { description: 'Yes, that is what is wanted.' },
    REJECTED: { description: 'No; the comment says what is wrong.' },
  },
});

/** What a customer has to do with a requirement. */
export enum RequirementStake {
  REQUESTER = 'REQUESTER',
  SUPPORTER = 'SUPPORTER',
}

registerEnumType(RequirementStake, {
  name: 'RequirementStake',
  description: 'What a customer has to do with a requirement.',
  valuesConfig: {
    REQUESTER: {
      description:
        'They asked for it: by a linked ticket or feedback, or named by staff. They confirm its criteria.',
    },
    SUPPORTER: { description: 'They voted for feedback that asks for it.' },
  },
});

/** What changed. */
export enum RequirementChangeKind {
  CAPTURED = 'CAPTURED',
  UPDATED = 'UPDATED',
  STATE = 'STATE',
  ANALYSED = 'ANALYSED',
  CRITERION = 'CRITERION',
  PLAN = 'PLAN',
  LINKED = 'LINKED',
  UNLINKED = 'UNLINKED',
  BOARD = 'BOARD',
  CUSTOMERS = 'CUSTOMERS',
}

registerEnumType(RequirementChangeKind, {
  name: 'RequirementChangeKind',
  description: 'What changed in a requirement, and so what `from` and `to` hold.',
  valuesConfig: {
    CAPTURED: { description: 'It was written down; `to` is its first state.' },
    UPDATED: { description: 'It was worded anew; `from` and `to` are values of `RequirementClass`.' },
    STATE: { description: 'How far it is; `from` and `to` are values of `RequirementState`.' },
    ANALYSED: {
      description: 'Its analysis; `from` and `to` are urgency × importance, such as `3×4`. For staff.',
    },
    CRITERION: { description: 'An acceptance criterion was added, changed or answered; `to` is its id.' },
    PLAN: { description: 'Its plan; `from` and `to` are the instants by which it is to be delivered.' },
    LINKED: { description: 'A ticket or feedback was linked; `to` is its id. For staff.' },
    UNLINKED: { description: 'A link was taken away; `from` is the id of what was linked. For staff.' },
    BOARD: { description: 'The board that shows its progress; `from` and `to` are ids.' },
    CUSTOMERS: { description: 'Staff named a customer who asked for it, or took one away; ids. For staff.' },
  },
});
