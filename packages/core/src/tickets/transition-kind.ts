import { registerEnumType } from 'type-graphql';

/** What changed. */
export enum TicketTransitionKind {
  OPENED = 'OPENED',
  STATE = 'STATE',
  REOPENED = 'REOPENED',
  DEPARTMENT = 'DEPARTMENT',
  HANDED_OFF = 'HANDED_OFF',
  ASSIGNEE = 'ASSIGNEE',
  PRIMARY_CONTACT = 'PRIMARY_CONTACT',
  TYPE = 'TYPE',
  CLASS = 'CLASS',
  PRIORITY = 'PRIORITY',
  INTAKE = 'INTAKE',
  UPDATED = 'UPDATED',
}

registerEnumType(TicketTransitionKind, {
  name: 'TicketTransitionKind',
  description: 'What changed in a ticket, and so what `from` and `to` hold.',
  valuesConfig: {
    OPENED: { description: 'It came into being; `to` is its first state.' },
    STATE: {
      description: 'Its state, other than by reopening; `from` and `to` are values of `TicketState`.',
    },
    REOPENED: {
      description:
        'It was taken up again after it had been resolved or closed; `from` and `to` are values of `TicketState`.',
    },
    DEPARTMENT: { description: 'It got its first department; `to` is the id of the department.' },
    HANDED_OFF: {
      description: 'It went from one department to another; `from` and `to` are ids of departments.',
    },
    ASSIGNEE: { description: 'Who works on it; `from` and `to` are ids of staff members, null for nobody.' },
    PRIMARY_CONTACT: {
      description: 'Who speaks to the customer; `from` and `to` are ids of staff members, null for nobody.',
    },
    TYPE: { description: 'What it is about; `from` and `to` are values of `TicketType`.' },
    CLASS: { description: 'What the customer is promised; `from` and `to` are values of `TicketClass`.' },
    PRIORITY: {
      description:
        'What is worked on first; `from` and `to` are values of `TicketPriority`. Customers do not see these.',
    },
    INTAKE: {
      description: 'More became known; `from` and `to` are the completeness of the intake, 0 to 100.',
    },
    UPDATED: { description: 'Something was done that changed none of these; known from other systems only.' },
  },
});
