import { definePlugin } from '@candor/kernel';
import { customerRecords } from '../customers/index.js';
import { ContactSceneResolver } from './contact-resolver.js';
import { Conversation } from './conversation.js';
import { conversationAccess, messageAccess } from './conversation-access.js';
import { conversationTexts } from './conversation-texts.js';
import { Message } from './message.js';
import { Conversations20261121 } from './migrations/conversations-20261121.js';
import { Scenes20261122 } from './migrations/scenes-20261122.js';

/** What customers and the company say to each other, and what staff note beside it. Other modules give it its commands. */
export const conversations = definePlugin({
  name: 'conversations',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { people: '^1.0.0', customers: '^1.0.0' },
  setup(api) {
    customerRecords(api, 'conversations', [
      { table: 'conversations_conversation', column: 'customer_id' },
      { table: 'conversations_message', column: 'author_customer_id' },
    ]);
    api.store({ entities: [Conversation, Message], migrations: [Conversations20261121, Scenes20261122] });
    api.access(Conversation, conversationAccess);
    api.access(Message, messageAccess);
    api.list('conversations', Conversation, {
      description: 'All contacts with customers that you may see; to a customer, its own.',
      filter: ['customer', 'scene', 'lifecycleStage', 'begunAt'],
      orderBy: ['begunAt'],
      allow: ['tickets:read', 'kind:customer'],
    });
    api.graphql.resolvers(ContactSceneResolver);
    api.list('messages', Message, {
      description: 'All messages that you may read; to a customer, those it exchanged with the company.',
      filter: [
        'conversation',
        'visibility',
        'authorKind',
        'authorStaff',
        'channel',
        'sentAt',
        'isByPrimaryContact',
        'origin',
      ],
      orderBy: ['sentAt'],
    });
    api.list('messages', Message, {
      description: 'What was said and noted in it.',
      on: { type: Conversation, by: 'conversation' },
      filter: ['visibility', 'authorKind', 'sentAt'],
      orderBy: ['sentAt'],
    });
    api.errors({
      NOTE_STAYS_INTERNAL: 'An internal note never becomes public; send a new message instead.',
    });
    api.texts(conversationTexts);
  },
});
