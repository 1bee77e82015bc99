import { registerEnumType } from 'type-graphql';

/** Who a message is for. */
export enum MessageVisibility {
  PUBLIC = 'PUBLIC',
  INTERNAL = 'INTERNAL',
}

/** What the author of a message is. */
export enum AuthorKind {
  CUSTOMER = 'CUSTOMER',
  STAFF = 'STAFF',
  BOT = 'BOT',
  SYSTEM = 'SYSTEM',
}

registerEnumType(MessageVisibility, {
  name: 'MessageVisibility',
  description: 'Who a message is for.',
  valuesConfig: {
    PUBLIC: { description: 'Said to the other side: the customer and the company both read it.' },
    INTERNAL: {
      description:
        'A note among staff. Customers and share links never see it, nor that it exists; it never becomes public.',
    },
  },
});

registerEnumType(AuthorKind, {
  name: 'AuthorKind',
  description: 'What the author of a message is.',
  valuesConfig: {
    CUSTOMER: { description: 'The customer.' },
    STAFF: { description: 'A person of the company.' },
    BOT: {
      description:
        'A program that answers on its own, with a service key. Its messages are no first response.',
    },
    SYSTEM: { description: 'The platform itself, such as an automatic notice.' },
  },
});
