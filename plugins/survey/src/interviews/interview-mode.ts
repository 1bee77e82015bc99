import '@candor/kernel';
import { registerEnumType } from 'type-graphql';

/** How one speaks with each other. */
export enum InterviewMode {
  IN_PERSON = 'IN_PERSON',
  PHONE = 'PHONE',
  VIDEO = 'VIDEO',
}

registerEnumType(InterviewMode, {
  name: 'InterviewMode',
  description: 'How one speaks with each other in an interview.',
  valuesConfig: {
    IN_PERSON: { description: 'Face to face.' },
    PHONE: { description: 'On the telephone.' },
    VIDEO: { description: 'By video.' },
  },
});
