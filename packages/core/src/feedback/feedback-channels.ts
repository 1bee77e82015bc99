import type { Tx } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { FeedbackChannel } from './feedback-channel.js';
import type { SetFeedbackChannelInput } from './feedback-inputs.js';

/** Adds a channel, or changes the one of that key. Locks the key. */
export async function setFeedbackChannel(tx: Tx, input: SetFeedbackChannelInput): Promise<FeedbackChannel> {
  const { key, name, isOpen, isPromised } = input;
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('feedback_channel ' || $1, 0))`, [key]);
  let channel = await tx.em.findOne(FeedbackChannel, { key });
  if (!channel) {
    if (!name) throw new UserError('INVALID', ['name'], 'A new channel needs a name.');
    channel = tx.em.create(FeedbackChannel, { key, name: textsOf(name) }, { partial: true });
  }
  const before = { isOpen: channel.isOpen, isPromised: channel.isPromised };
  if (name) channel.name = textsOf(name);
  channel.isOpen = isOpen ?? channel.isOpen;
  channel.isPromised = isPromised ?? channel.isPromised;
  const after = { isOpen: channel.isOpen, isPromised: channel.isPromised };
  audit(tx, { action: 'feedbackChannel.set', subject: channel.id, before, after });
  return channel;
}

/** The key of a channel that takes feedback now; throws FEEDBACK_CHANNEL_CLOSED. */
export async function refuseClosedChannel(tx: Tx, key: string | null | undefined): Promise<string> {
  if (!key) throw new UserError('INVALID', ['channel'], 'Say by which channel it comes.');
  const channel = await tx.em.findOne(FeedbackChannel, { key });
  if (channel?.isOpen) return key;
  throw new UserError(
    'FEEDBACK_CHANNEL_CLOSED',
    ['channel'],
    `No feedback is taken by "${key}"; \`feedbackChannels\` lists the channels that are open.`,
  );
}
