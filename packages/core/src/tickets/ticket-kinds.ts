import { registerEnumType } from 'type-graphql';
import { ContactScene } from '../conversations/index.js';

/** How far a ticket is. Which may follow which is the table in `ticket-states.ts`. */
export enum TicketState {
  NEW = 'NEW',
  IN_PROGRESS = 'IN_PROGRESS',
  WAITING_FOR_CUSTOMER = 'WAITING_FOR_CUSTOMER',
  WAITING_FOR_THIRD_PARTY = 'WAITING_FOR_THIRD_PARTY',
  WAITING_FOR_PROBLEM = 'WAITING_FOR_PROBLEM',
  RESOLVED = 'RESOLVED',
  CLOSED = 'CLOSED',
}

/** What a ticket is about, which decides how it is worked on. */
export enum TicketType {
  SIMPLE_ENQUIRY = 'SIMPLE_ENQUIRY',
  COMPLEX_FAULT = 'COMPLEX_FAULT',
  SERVICE_COMPLAINT = 'SERVICE_COMPLAINT',
}

/** What the customer is promised: each class has its own intake and, with service levels, its own times. */
export enum TicketClass {
  SIMPLE = 'SIMPLE',
  REGULAR = 'REGULAR',
  COMPLEX = 'COMPLEX',
  URGENT = 'URGENT',
}

/** What is worked on first, as staff see it. */
export enum TicketPriority {
  LOW = 'LOW',
  NORMAL = 'NORMAL',
  HIGH = 'HIGH',
  URGENT = 'URGENT',
}

/** The priorities as numbers to order by. */
export const PRIORITY_RANK: Readonly<Record<TicketPriority, number>> = {
  LOW: 1,
  NORMAL: 2,
  HIGH: 3,
  URGENT: 4,
};

/** The scene of a contact unless it is said: a question comes before buying, all else is about something bought. */
export function sceneOf(type: TicketType): ContactScene {
  return type === TicketType.SIMPLE_ENQUIRY ? ContactScene.ENQUIRY : ContactScene.AFTER_SALES;
}

/** What a customer is shown of the states: accepted, in work, to confirm, closed. */
export enum TicketStage {
  ACCEPTED = 'ACCEPTED',
  PROCESSING = 'PROCESSING',
  TO_CONFIRM = 'TO_CONFIRM',
  CLOSED = 'CLOSED',
}

registerEnumType(TicketState, {
  name: 'TicketState',
  description: 'How far a ticket is. `Ticket.nextStates` says which may follow.',
  valuesConfig: {
    NEW: { description: 'Nobody has begun to work on it.' },
    IN_PROGRESS: { description: 'It is being worked on.' },
    WAITING_FOR_CUSTOMER: {
      description: 'Work rests until the customer answers. An answer puts it back in progress.',
    },
    WAITING_FOR_THIRD_PARTY: {
      description: 'Work rests until somebody outside the company, such as a supplier, has done something.',
    },
    WAITING_FOR_PROBLEM: {
      description:
        'Work rests until the common cause behind several tickets (the problem, in service management) is mended.',
    },
    RESOLVED: { description: 'The company holds it for solved. A reply of the customer reopens it.' },
    CLOSED: { description: 'Finished.' },
  },
});

registerEnumType(TicketType, {
  name: 'TicketType',
  description: 'What a ticket is about, which decides how it is worked on.',
  valuesConfig: {
    SIMPLE_ENQUIRY: { description: 'A question that one answer settles.' },
    COMPLEX_FAULT: { description: 'Something that does not work and has to be found out and mended.' },
    SERVICE_COMPLAINT: { description: 'The customer is not content with how it was served.' },
  },
});

registerEnumType(TicketClass, {
  name: 'TicketClass',
  description: 'What the customer is promised. Each class asks for its own intake; see `intakePolicies`.',
  valuesConfig: {
    SIMPLE: { description: 'Answered at once.' },
    REGULAR: { description: 'A usual matter, such as a function or a bill.' },
    COMPLEX: { description: 'Custom work or a fault that several people have to deal with.' },
    URGENT: { description: 'An outage, or a matter of safety.' },
  },
});

registerEnumType(TicketPriority, {
  name: 'TicketPriority',
  description: 'What is worked on first. For staff; customers do not see it.',
  valuesConfig: {
    LOW: { description: 'When there is time.' },
    NORMAL: { description: 'In its turn.' },
    HIGH: { description: 'Before the others.' },
    URGENT: { description: 'At once.' },
  },
});

registerEnumType(TicketStage, {
  name: 'TicketStage',
  description: 'What a customer is shown of how far a ticket is.',
  valuesConfig: {
    ACCEPTED: { description: 'It has arrived and has a number.' },
    PROCESSING: { description: 'It is being dealt with, or waits for somebody.' },
    TO_CONFIRM: { description: 'The company holds it for solved and waits for the customer to agree.' },
    CLOSED: { description: 'It is finished.' },
  },
});
