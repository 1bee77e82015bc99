import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Payload, refusals, type Scene, scene } from './test-fixture.js';

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.platform.close());

const RECEIPT = 'feedback { id channel customer { id } } number followLink { mode token }';
const ALL =
  '{ feedbackChannels(first: 100, filter: { isPromised: true }) { edges { node { key isOpen } } } }';
const said = { title: 'Opening hours', body: 'Please open on Sundays.' };

async function invite(input: Record<string, unknown> = {}): Promise<string> {
  const given = { customerId: s.ada.id, channel: 'survey', ...input };
  const { shareLink } = await s.command(s.agent, 'inviteFeedback', given, 'shareLink { mode token }');
  expect(shareLink.mode).toBe('ANSWER');
  return shareLink.token;
}

describe('feedback comes in', () => {
  test('L1 by every promised channel: box, hotline and specialist; a closed one refuses, and is seen to be missing', async () => {
    const { feedbackChannels } = await s.ada.must(ALL);
    const promised = feedbackChannels.edges.map(({ node }: Payload) => node.key);
    expect(promised).toEqual(['box', 'hotline', 'specialist']);
    expect(await s.figure('channelsLive')).toEqual([3, 3]);

    const own = await s.command(s.ada, 'submitFeedback', { ...said, channel: 'box' }, RECEIPT);
    expect(own.number).toMatch(/^F-\d+$/);
    for (const channel of ['hotline', 'specialist']) {
      const input = { ...said, channel, customerId: s.ada.id };
      const { feedback } = await s.command(s.agent, 'submitFeedback', input, RECEIPT);
      expect(feedback).toMatchObject({ channel, customer: { id: s.ada.id } });
    }

    const close = { key: 'hotline', isOpen: false };
    await s.command(s.manager, 'setFeedbackChannel', close, 'feedbackChannel { id }');
    expect(await s.figure('channelsLive')).toEqual([2, 3]);
    const late = { ...said, channel: 'hotline', customerId: s.ada.id };
    expect(refusals(await s.command(s.agent, 'submitFeedback', late))).toEqual([
      'FEEDBACK_CHANNEL_CLOSED channel',
    ]);
    const nowhere = { ...said, channel: 'pigeon' };
    expect(refusals(await s.command(s.ada, 'submitFeedback', nowhere))).toEqual([
      'FEEDBACK_CHANNEL_CLOSED channel',
    ]);
    await s.command(
      s.manager,
      'setFeedbackChannel',
      { key: 'hotline', isOpen: true },
      'feedbackChannel { id }',
    );
    expect(await s.figure('channelsLive')).toEqual([3, 3]);
  });

  test('with a receipt whose link shows how far it is, without signing in and without the person', async () => {
    const { feedback, followLink } = await s.command(
      s.ada,
      'submitFeedback',
      { ...said, channel: 'box' },
      RECEIPT,
    );
    const follower = s.platform.bearer(followLink.token);
    expect(await s.read(follower, feedback.id)).toMatchObject({
      state: 'RECEIVED',
      customer: null,
      channel: null,
    });
    const other = await s.give(s.ada, { visibility: 'PRIVATE' });
    expect(await s.read(follower, other.id)).toBeNull();
  });

  test('by an invitation, from whoever holds it: for that customer and no other, and not for ever', async () => {
    const holder = s.platform.bearer(await invite());
    const input = { ...said, customerId: s.bo.id, channel: 'box' };
    const { feedback, number, followLink } = await s.command(holder, 'submitFeedback', input, RECEIPT);
    expect(feedback).toBeNull();
    expect(number).toMatch(/^F-/);
    const follower = s.platform.bearer(followLink.token);
    const found = await s.agent.must(
      `query ($number: String!) { feedbackByNumber(number: $number) { id channel customer { id } } }`,
      { variables: { number } },
    );
    expect(found.feedbackByNumber).toMatchObject({ channel: 'survey', customer: { id: s.ada.id } });
    expect(await s.read(follower, found.feedbackByNumber.id)).toMatchObject({ title: said.title });

    for (let use = 2; use <= 5; use += 1) {
      expect(refusals(await s.command(holder, 'submitFeedback', said, 'number'))).toEqual([]);
    }
    expect(refusals(await s.command(holder, 'submitFeedback', said, 'number'))).toEqual([
      'INVITATION_USED_UP',
    ]);
    // The link that follows opens one record to be read, and takes nothing.
    expect(refusals(await s.command(follower, 'submitFeedback', said, 'number'))).toEqual(['NOT_ALLOWED']);
  });

  test('about a ticket of the customer, and never about one that they may not see', async () => {
    const open = { subject: 'A matter', channel: 'app', ticketClass: 'SIMPLE', intake: { what: 'This' } };
    const { ticket } = await s.command(s.bo, 'openTicket', open, 'ticket { id }');
    const mine = { ...said, channel: 'box', aboutId: ticket.id };
    expect((await s.command(s.bo, 'submitFeedback', mine)).feedback.aboutId).toBe(ticket.id);
    expect(refusals(await s.command(s.ada, 'submitFeedback', mine))).toEqual(['NOT_FOUND aboutId']);
  });

  test('once for one idempotency key, and says so to plugins once', async () => {
    const input = { ...said, channel: 'box', level: 'URGENT', idempotencyKey: 'the same' };
    const [first, second] = [
      await s.command(s.bo, 'submitFeedback', input),
      await s.command(s.bo, 'submitFeedback', input),
    ];
    expect(second.feedback.id).toBe(first.feedback.id);
    const events = (await s.platform.events()).filter(({ subject }) => subject === first.feedback.id);
    expect(events.filter(({ name }) => name === 'feedback.submitted')).toMatchObject([
      { payload: { customer: s.bo.id, level: 'URGENT', channel: 'box' } },
    ]);
  });

  test('for a customer only from staff who say which one, or from that customer', async () => {
    const input = { ...said, channel: 'box' };
    expect(refusals(await s.command(s.agent, 'submitFeedback', input))).toEqual(['INVALID customerId']);
    const foreign = { ...input, customerId: s.bo.id };
    expect(refusals(await s.command(s.ada, 'submitFeedback', foreign))).toEqual(['NOT_FOUND customerId']);
  });
});
