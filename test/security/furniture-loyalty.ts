import type { TestPlatform } from '@candor/testing';
import type { Run } from './furniture.js';
import { type Furniture, idsIn, type Matters } from './furniture-plugins.js';

const text = (en: string) => [{ locale: 'en', text: en }];
const COUPON = { kind: 'VALUE', value: '5', currency: 'CNY', reason: 'COMPENSATION' };

/** A program of which Ada is a member, and all that the company keeps of her loyalty. */
export async function loyaltyOf(platform: TestPlatform, run: Run, matters: Matters): Promise<Furniture> {
  const { ada, customerId, ticketId } = matters;
  const { query, now } = platform.platform.services;
  const programId = await programOf(run);
  await run('enrolLoyaltyMember', { programId, customerId }, 'account { id }');
  await run(
    'adjustLoyaltyPoints',
    { programId, customerId, points: 900, reason: 'goodwill' },
    'operation { id }',
  );
  const { reward } = await run(
    'setLoyaltyReward',
    { programId, key: 'tea', name: text('Tea'), kind: 'GIFT', price: 10 },
    'reward { id }',
  );
  await run('redeemReward', { rewardId: reward.id }, 'redemption { id }', ada);
  const coupon = { customerId, ...COUPON, about: ticketId };
  await run('issueCoupon', coupon, 'coupon { id }');
  const compensation = {
    about: ticketId,
    message: text('Sorry'),
    value: '50',
    currency: 'CNY',
    couponDays: 30,
  };
  const promised = await run('promiseCompensation', { ...compensation, customerId }, 'compensation { id }');
  const compensationId: string = promised.compensation.id;
  await run('issueCompensation', { compensationId }, 'compensation { id }');
  await run('recordCompensationTold', { compensationId, channel: 'sms' }, 'compensation { id }');
  const { offer } = await run(
    'setLoyaltyOffer',
    {
      ...{ programId, key: 'come-back', name: text('Come back'), occasion: 'BY_HAND' },
      ...{ couponKind: 'PERCENTAGE', value: '20', validDays: 30 },
    },
    'offer { id }',
  );
  await run('grantLoyaltyOffer', { offerId: offer.id, customerId }, 'grant { id }');
  await knownOf(run, matters);
  await winBackOf(platform, run, { ...matters, offerId: offer.id });

  const plan = { programId, period: 'QUARTER', dueDays: 10, ownerId: matters.colleagueId };
  await run('setLoyaltyReviewPlan', plan, 'plan { id }');
  // The quarter ends now: what a clock would take a month for.
  await query('update loyalty_review_plan set period_ends_at = $1', [now().toISOString()]);
  await run('setLoyaltyReviewPlan', { programId }, 'plan { id }');
  await run('analysePurchaseHistory', {}, 'fit { id }');
  await platform.settle();
  const [reviewId] = await idsIn(platform, 'loyalty_review');
  const decision = { reviewId, kind: 'LOWER_THRESHOLD', text: 'Less', ownerId: matters.colleagueId };
  await run(
    'addLoyaltyDecision',
    { ...decision, dueAt: '2026-04-20T00:00:00Z', rewardId: reward.id, newPrice: 8 },
    'decision { id }',
  );
  return {
    main: [reward.id],
    internal: [
      ...(await idsIn(platform, 'loyalty_win_back')),
      ...(await idsIn(platform, 'loyalty_win_back_change')),
      ...(await idsIn(platform, 'loyalty_review')),
    ],
    unseen: [],
    ofOther: async (bo) => {
      const member = { programId, customerId: bo.id };
      await run('enrolLoyaltyMember', member, 'account { id }');
      await run('adjustLoyaltyPoints', { ...member, points: 20, reason: 'goodwill' }, 'operation { id }');
      await run('issueCoupon', { customerId: bo.id, ...COUPON }, 'coupon { id }');
      const about = (await idsIn(platform, 'tickets_ticket')).at(-1);
      const own = { ...compensation, customerId: bo.id, about };
      await run('promiseCompensation', own, 'compensation { id }');
      return {};
    },
  };
}

async function programOf(run: Run): Promise<string> {
  const given = { key: 'club', name: text('Club'), timeZone: 'UTC', currency: 'CNY', tierBasis: 'BALANCE' };
  const tiers = [
    { key: 'basic', name: text('Basic'), rank: 0, threshold: '0' },
    { key: 'gold', name: text('Gold'), rank: 1, threshold: '100' },
  ];
  const { program } = await run('createLoyaltyProgram', { ...given, tiers }, 'program { id }');
  const programId: string = program.id;
  const entitlements = [{ key: 'late', name: text('Late check-out') }];
  await run('setLoyaltyTier', { programId, tier: { key: 'gold', entitlements } }, 'tier { id }');
  const rule = { programId, key: 'purchase', name: text('Purchase'), event: 'purchase.recorded' };
  await run('setEarningRule', { ...rule, pointsPerUnit: '1' }, 'rule { id }');
  return programId;
}

/** What Ada said and did, what she was recommended, and what is made of it. */
async function knownOf(run: Run, { ada, customerId, crowd }: Matters): Promise<void> {
  const answer = { customerId, question: 'RECOMMEND', given: 9 };
  await run('recordLoyaltyAnswer', answer, 'answer { id }');
  await run(
    'setLoyaltyAnswerRule',
    {
      ...{ key: 'after-sale', question: 'BUY_AGAIN', event: 'survey.answered', answerPath: 'answer' },
      ...{ lowest: 1, highest: 5 },
    },
    'rule { id }',
  );
  const referral = { customerId, source: 'forum', evidence: 'A post', consent: 'Form 12' };
  await run('recordReferral', referral, 'referral { id }');
  const wish = { customerId, packaging: 'gift-box', delivery: 'evening' };
  await run('setServicePreference', wish, 'preference { id }', ada);
  const weights = {
    buyAgain: 0.2,
    recommend: 0.2,
    interval: 0.2,
    frequency: 0.2,
    spending: 0.1,
    referral: 0.1,
  };
  await run('setLoyaltyScoreModel', { reason: 'To begin with', ...weights }, 'model { id }');
  await run(
    'setLoyaltyGoal',
    {
      ...{ key: 'again', indicator: 'repeatPurchaseRate', baseline: 10, target: 20 },
      ...{ startsAt: '2026-01-01T00:00:00Z', dueAt: '2027-01-01T00:00:00Z', provenance: 'Plan' },
    },
    'goal { id }',
  );
  // Ada has a lamp; two of three others who have one have a cup as well.
  for (const [index, products] of [['LAMP-1', 'CUP-1'], ['LAMP-1', 'CUP-1'], ['RUG-1']].entries()) {
    const items = products.map((product) => ({ product, name: product, quantity: 1, amount: '40' }));
    const externalId = { system: 'shop', value: `crowd-${index}` };
    const order = { customerId: crowd[index]!.id, externalId, currency: 'CNY', channel: 'web', items };
    await run('recordPurchase', { ...order, amount: `${40 * items.length}` }, 'purchase { id }');
  }
  await run('issueRecommendation', { customerId, product: 'CUP-1' }, 'recommendation { id }');
}

/** Ada complains, and is to be won back. */
async function winBackOf(
  platform: TestPlatform,
  run: Run,
  { ada, offerId }: Matters & { readonly offerId: string },
): Promise<void> {
  const rule = { key: 'sorry', name: text('Sorry'), trigger: 'COMPLAINT', offerId, wonWithinDays: 30 };
  await run('setWinBackRule', rule, 'rule { id }');
  const complaint = { subject: 'The tone on the phone', channel: 'app', ticketClass: 'SIMPLE' };
  const { ticket } = await run(
    'openTicket',
    { ...complaint, intake: { what: 'Rude' } },
    'ticket { id }',
    ada,
  );
  await run('classifyTicket', { ticketId: ticket.id, type: 'SERVICE_COMPLAINT' }, 'ticket { id }');
  await platform.settle();
  const [winBackId] = await idsIn(platform, 'loyalty_win_back');
  await run('recordWinBackContact', { winBackId, outcome: 'Will come by' }, 'winBack { id }');
}
