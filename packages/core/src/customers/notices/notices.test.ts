import { type Client, createTestPlatform, type Result, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

type Seen = Result['data'];

let platform: TestPlatform;
let manager: Client;
let agent: Client;
let ada: Client;
let bo: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'] });
  agent = await platform.staff({ roles: ['agent'] });
  ada = await platform.customer({ name: 'Ada' });
  bo = await platform.customer({ name: 'Bo' });
});
afterAll(() => platform.close());

async function command(by: Client, name: string, input: object, selection = ''): Promise<Seen> {
  const { data, errors } = await by.run(
    `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
      ${name}(input: $input) { ${selection} userErrors { code field } } }`,
    { variables: { input } },
  );
  return errors ? errors[0]!.extensions['code'] : data[name];
}
const NOTICE = 'notice { id channel reason preferredChannel isDelivered deliveredBy receipt }';
const notify = async (need = 'result', customer = ada) =>
  (
    await command(
      agent,
      'issueCustomerNotice',
      { customerId: customer.id, need, reference: 'T-1001' },
      NOTICE,
    )
  ).notice;
const chosen = async (need?: string, customer?: Client): Promise<string> => {
  const { channel, reason } = await notify(need, customer);
  return `${channel} ${reason}`;
};
const confirm = (by: Client, customerNoticeId: string, more: object = {}) =>
  command(by, 'confirmCustomerNotice', { customerNoticeId, ...more }, NOTICE);
const prefers = (by: Client, need: string, channel: string | null, customerId = ada.id) =>
  command(
    by,
    'setNotificationPreference',
    { customerId, need, channel },
    'notificationPreference { need channel }',
  );
const METRICS = `{ customerNoticeMetrics { delivered { numerator denominator }
  resultViaPreferredChannel { numerator denominator percent metricDefinition { key text } } } }`;
const metrics = () => agent.must(METRICS).then(({ customerNoticeMetrics }) => customerNoticeMetrics);
const text = (en: string) => [{ locale: 'en', text: en }];

test('A9 a result is told by the channel that need and preference ask for, and by no other one', async () => {
  expect((await metrics()).resultViaPreferredChannel).toMatchObject({
    numerator: 0,
    denominator: 0,
    percent: null,
  });

  // Without a preference: the first of the plan by which the customer can be reached.
  expect(await chosen()).toBe('app PLAN');
  const mail = { kind: 'EMAIL', value: 'ada@example.com' };
  await command(manager, 'addContactPoint', { customerId: ada.id, contactPoint: mail });
  expect(await chosen()).toBe('mail PLAN');
  // The general preference goes before it, one for the need before that.
  await command(ada, 'updateCustomer', { customerId: ada.id, preferredChannel: 'sms' });
  expect(await chosen()).toBe('sms PREFERRED');
  expect((await prefers(ada, 'result', 'phone')).notificationPreference).toEqual({
    need: 'result',
    channel: 'phone',
  });
  expect(await chosen()).toBe('phone PREFERRED_FOR_NEED');
  // What the customer refused is not used, whatever it preferred.
  const refuse = (channel: string | null, isGranted: boolean) =>
    command(ada, 'recordCustomerConsent', { customerId: ada.id, purpose: 'CONTACT', channel, isGranted });
  await refuse('phone', false);
  expect(await chosen()).toBe('sms PREFERRED');
  // The result of feedback goes the same way.
  const given = { channel: 'box', title: 'The queue is too long', body: 'I waited an hour.' };
  const { feedback } = await command(ada, 'submitFeedback', given, 'feedback { id }');
  await command(agent, 'answerFeedback', { feedbackId: feedback.id, answer: 'A second desk opens in May.' });
  const results = await ada.must('{ feedbackResultNotices { edges { node { channel } } } }');
  expect(results.feedbackResultNotices.edges).toEqual([{ node: { channel: 'sms' } }]);
  await refuse(null, false);
  expect(await chosen()).toBe('app PLAN');
  await refuse(null, true);
  await refuse('phone', true);
  // A plan that binds: what is urgent goes where it is heard.
  await prefers(ada, 'result', null);
  await command(ada, 'updateCustomer', { customerId: ada.id, preferredChannel: 'mail' });
  expect([await chosen(), await chosen('urgent')]).toEqual(['mail PREFERRED', 'app NOTHING_ELSE']);
  const phone = { kind: 'PHONE', value: '+8613812341234' };
  await command(manager, 'addContactPoint', { customerId: ada.id, contactPoint: phone });
  expect(await chosen('urgent')).toBe('phone PLAN');
  await prefers(ada, 'urgent', 'sms');
  expect(await chosen('urgent')).toBe('sms PREFERRED_FOR_NEED');
  expect((await prefers(ada, 'urgent', 'mail')).userErrors).toEqual([
    { code: 'INVALID', field: ['channel'] },
  ]);

  // Who may set, decide and choose.
  expect((await prefers(bo, 'result', 'sms')).userErrors).toEqual([
    { code: 'NOT_FOUND', field: ['customerId'] },
  ]);
  expect((await prefers(ada, 'no-such', 'sms')).userErrors).toEqual([{ code: 'NOT_FOUND', field: ['need'] }]);
  const plan = {
    need: 'result',
    name: text('Results'),
    channels: ['letter', 'app'],
    provenance: text('A decision'),
  };
  expect(await command(agent, 'setNoticePlan', plan)).toBe('FORBIDDEN');
  await command(manager, 'setNoticePlan', plan);
  expect([await chosen('result', bo), await chosen()]).toEqual(['app PLAN', 'mail PREFERRED']);
  const asked = { customerId: ada.id, need: 'result', reference: 'T-1' };
  expect(await command(ada, 'issueCustomerNotice', asked)).toBe('FORBIDDEN');

  // Told, with a receipt, by that channel only: what sends it hears of it and confirms.
  const notice = await notify();
  await platform.settle();
  const decided = (await platform.events()).findLast(({ name }) => name === 'customer.notice-decided');
  expect(decided?.payload).toEqual({
    customerId: ada.id,
    noticeId: notice.id,
    need: 'result',
    channel: 'mail',
  });
  expect((await confirm(agent, notice.id)).userErrors).toEqual([{ code: 'INVALID', field: ['receipt'] }]);
  expect((await confirm(agent, notice.id, { channel: 'sms', receipt: 'S-1' })).userErrors).toEqual([
    { code: 'CHANNEL_NOT_PREFERRED', field: ['channel'] },
  ]);
  expect((await confirm(bo, notice.id)).userErrors).toEqual([
    { code: 'NOT_FOUND', field: ['customerNoticeId'] },
  ]);
  expect((await metrics()).resultViaPreferredChannel).toMatchObject({ numerator: 0, denominator: 0 });
  expect((await confirm(agent, notice.id, { receipt: 'MAIL-1' })).notice).toMatchObject({
    isDelivered: true,
    deliveredBy: 'mail',
    receipt: 'MAIL-1',
  });
  expect((await metrics()).resultViaPreferredChannel).toMatchObject({
    numerator: 1,
    denominator: 1,
    percent: 100,
  });
  // A customer who finds it on the screen first was told, though not where it wanted.
  const other = await notify();
  expect((await confirm(ada, other.id)).notice).toMatchObject({ isDelivered: true, deliveredBy: 'app' });
  expect((await metrics()).resultViaPreferredChannel).toMatchObject({
    numerator: 1,
    denominator: 2,
    percent: 50,
    metricDefinition: { key: 'customers.resultViaPreferredChannel' },
  });
  const seen = await ada.must('{ customerNotices(filter: { isDelivered: true }) { totalCount } }');
  expect(seen.customerNotices.totalCount).toBe(2);
  expect((await bo.must('{ customerNotices { totalCount } }')).customerNotices.totalCount).toBe(1);
});
