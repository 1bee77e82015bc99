import { registerEnumType } from 'type-graphql';

/** In which part of the relation a contact takes place. */
export enum ContactScene {
  ENQUIRY = 'ENQUIRY',
  AFTER_SALES = 'AFTER_SALES',
  VALUE_ADDED = 'VALUE_ADDED',
}

registerEnumType(ContactScene, {
  name: 'ContactScene',
  description: 'In which part of the relation a contact with a customer takes place.',
  valuesConfig: {
    ENQUIRY: { description: 'The customer asks, as before buying.' },
    AFTER_SALES: { description: 'It is about something that was bought: a fault, a return, a complaint.' },
    VALUE_ADDED: { description: 'It is about more than that: training, an upgrade, advice, an invitation.' },
  },
});
