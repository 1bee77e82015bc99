import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

const METRICS = `query($about: String) { compensationMetrics(about: $about) {
  issued { numerator denominator percent metricDefinition { key version text } } told { numerator percent } } }`;
async function metrics(about?: string): Promise<Seen> {
  return (await club.manager.must(METRICS, { variables: { about } })).compensationMetrics;
}

const LIST = `query($about: String!) { compensations(filter: { about: { in: [$about] } }) { edges { node {
  state message value currency toldBy coupon { id code value currency reason about state expiresAt } } } } }`;

test('F3 who suffered from an incident is told of the compensation, with a coupon of 50 yuan that counts once', async () => {
  const about = club.platform.unknownId('incident');
  const [ada, bo] = [
    await club.platform.customer({ name: 'Ada' }),
    await club.platform.customer({ name: 'Bo' }),
  ];
  const seen = async (by = ada, locale = 'en') =>
    (await by.must(LIST, { variables: { about }, locale })).compensations.edges.map(({ node }: Seen) => node);
  expect((await metrics(about)).issued).toMatchObject({ numerator: 0, denominator: 0, percent: null });

  const promise = {
    customerId: ada.id,
    about,
    message: [
      { locale: 'en', text: 'Sorry for the outage: here are 50 yuan.' },
      { locale: 'zh-CN', text: '非常抱歉,送您50元优惠券。' },
    ],
    value: '50',
    currency: 'CNY',
    couponDays: 30,
  };
  expect(await club.refused('promiseCompensation', promise, club.agent)).toEqual(['FORBIDDEN']);
  expect(await club.refused('promiseCompensation', { ...promise, value: '0' })).toEqual(['INVALID']);
  expect(await club.refused('promiseCompensation', { ...promise, message: [] })).toEqual(['INVALID']);
  const { compensation } = await club.done('promiseCompensation', promise);
  expect(await club.refused('promiseCompensation', promise)).toEqual(['ALREADY_COMPENSATED']);
  await club.done('promiseCompensation', { ...promise, customerId: bo.id });
  expect(await seen()).toMatchObject([
    { state: 'PROMISED', message: promise.message[0]!.text, coupon: null },
  ]);
  expect(await seen(ada, 'zh-CN')).toMatchObject([{ message: promise.message[1]!.text }]);
  expect((await metrics(about)).issued).toMatchObject({ numerator: 0, denominator: 2, percent: 0 });

  // There is nothing to tell of before there is a coupon, and there is one coupon only.
  const of = { compensationId: compensation.id };
  const told = { ...of, channel: 'sms' };
  expect(await club.refused('recordCompensationTold', told)).toEqual(['NOT_COMPENSATED']);
  expect(await club.refused('issueCompensation', of, ada)).toEqual(['FORBIDDEN']);
  const issued = await Promise.all([1, 2, 3].map(() => club.refused('issueCompensation', of)));
  expect(issued.flat()).toEqual(['ALREADY_COMPENSATED', 'ALREADY_COMPENSATED']);
  expect(await metrics(about)).toMatchObject({
    issued: { numerator: 1, percent: 50 },
    told: { numerator: 0 },
  });
  const { compensation: after } = await club.done('recordCompensationTold', told);
  expect(after).toMatchObject({ state: 'TOLD', toldBy: 'sms' });
  const [mine] = await seen();
  expect(mine.coupon).toMatchObject({
    ...{ value: '50.00', currency: 'CNY', reason: 'COMPENSATION', about, state: 'ISSUED' },
    code: expect.stringMatching(/-/),
  });
  expect(await metrics(about)).toMatchObject({
    issued: {
      ...{ numerator: 1, denominator: 2, percent: 50 },
      metricDefinition: {
        key: 'loyalty.compensationIssued',
        version: 1,
        text: expect.stringContaining('coupon'),
      },
    },
    told: { numerator: 1, percent: 50 },
  });
  const till = { code: mine.coupon.code, usedFor: 'order 9', amount: '80', currency: 'CNY' };
  expect((await club.done('useCoupon', till)).coupon).toMatchObject({ state: 'USED', discount: '50.00' });
  expect(await club.refused('useCoupon', till)).toEqual(['COUPON_USED']);

  // Each sees the own one only, staff all; and who has not got it yet stands out.
  expect(await seen(bo)).toMatchObject([{ state: 'PROMISED' }]);
  expect(await seen(club.agent)).toHaveLength(2);
  const waiting = `{ compensations(filter: { state: { in: [PROMISED] } }) { edges { node { customer { name } } } } }`;
  expect((await club.manager.must(waiting)).compensations.edges).toEqual([
    { node: { customer: { name: 'Bo' } } },
  ]);
  const events = (await club.platform.events()).filter(({ name }) => name === 'loyalty.compensation-changed');
  expect(events.map(({ payload }) => (payload as Seen).state)).toEqual([
    'PROMISED',
    'PROMISED',
    'ISSUED',
    'TOLD',
  ]);
  expect((await ada.run(METRICS)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
});
