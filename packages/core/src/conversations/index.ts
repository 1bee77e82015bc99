export { ContactScene } from './contact-scene.js';
export { Conversation } from './conversation.js';
export {
  addMessage,
  beginConversation,
  changeVisibility,
  originOf,
} from './conversation-service.js';
export { Message } from './message.js';
export { AuthorKind, MessageVisibility } from './message-kinds.js';
export { Origin } from './origin.js';
export { conversations } from './plugin.js';
