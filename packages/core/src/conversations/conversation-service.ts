import { type Tx, tagOf, uuidOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import type { Customer } from '../customers/index.js';
import type { SetContactSceneInput } from './contact-inputs.js';
import type { ContactScene } from './contact-scene.js';
import { Conversation } from './conversation.js';
import { Message } from './message.js';
import { AuthorKind, MessageVisibility } from './message-kinds.js';
import { Origin } from './origin.js';

/** Begins a conversation with a customer about a record, given by its public id. */
export function beginConversation(
  tx: Tx,
  { id: customer, lifecycleStage }: Pick<Customer, 'id' | 'lifecycleStage'>,
  about: string,
  scene: ContactScene,
): Conversation {
  const facts = { customer, about: uuidOfAny(about), scene, lifecycleStage, begunAt: tx.now };
  return tx.em.create(Conversation, facts, { partial: true });
}

/** Says in which scene a contact takes place. Locks the conversation. */
export async function setContactScene(
  tx: Tx,
  { conversationId, scene, version }: SetContactSceneInput,
): Promise<Conversation> {
  const conversation = await tx.get(Conversation, conversationId, { field: ['conversationId'], version });
  if (conversation.scene === scene) return conversation;
  audit(tx, {
    action: 'conversation.setScene',
    subject: conversation.id,
    before: { scene: conversation.scene },
    after: { scene },
  });
  conversation.scene = scene;
  return conversation;
}

export interface NewMessage {
  /** The id of the conversation. */
  readonly conversation: string;
  /** The public id of the record that the conversation is about. */
  readonly about: string;
  readonly body: string;
  readonly visibility: MessageVisibility;
  readonly channel: string;
  readonly isByPrimaryContact?: boolean | null;
}

/** Adds a message in the name of whoever acts. Whether they may, and the audit, are the calling command's business. */
export function addMessage(tx: Tx, { about, isByPrimaryContact = null, ...said }: NewMessage): Message {
  return tx.em.create(
    Message,
    {
      ...said,
      ...authorOf(tx),
      about: uuidOfAny(about),
      isByPrimaryContact,
      sentAt: tx.now,
      origin: originOf(tx),
    },
    { partial: true },
  );
}

/**
 * Takes a public message out of the customer's sight; answers whether that changed anything. The other way
 * there is none: what was written as a note stays one (NOTE_STAYS_INTERNAL).
 */
export function changeVisibility(tx: Tx, message: Message, visibility: MessageVisibility): boolean {
  if (message.visibility === visibility) return false;
  if (message.visibility === MessageVisibility.INTERNAL) {
    throw new UserError(
      'NOTE_STAYS_INTERNAL',
      ['visibility'],
      'An internal note never becomes public. Send the customer a new message instead.',
    );
  }
  audit(tx, {
    action: 'message.changeVisibility',
    subject: message.id,
    before: { visibility: message.visibility },
    after: { visibility },
  });
  message.visibility = visibility;
  return true;
}

/** Whether what a transaction writes happens now or is taken over. */
export function originOf(tx: Tx): Origin {
  return tx.context.origin === 'import' ? Origin.IMPORT : Origin.LIVE;
}

function uuidOfAny(id: string): string {
  return uuidOf(tagOf(id)!, id)!;
}

function authorOf(tx: Tx): Pick<Message, 'authorKind' | 'authorStaff' | 'authorCustomer'> {
  const { kind, id } = tx.actor;
  if (kind === 'customer') {
    return {
      authorKind: AuthorKind.CUSTOMER,
      authorStaff: null,
      authorCustomer: id!,
    };
  }
  if (kind === 'staff')
    return {
      authorKind: AuthorKind.STAFF,
      authorStaff: id!,
      authorCustomer: null,
    };
  return {
    authorKind: kind === 'system' ? AuthorKind.SYSTEM : AuthorKind.BOT,
    authorStaff: null,
    authorCustomer: null,
  };
}
