import { recordPurchase, upsertCustomer } from '@candor/core/customers';
import { Role } from '@candor/core/people';
import type { PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { setEarningRule } from './earning/rule-service.js';
import { OfferOccasion } from './offers/offer.js';
import { setOffer } from './offers/offer-service.js';
import { PointsExpiry } from './programs/program-kinds.js';
import { createProgram } from './programs/program-service.js';
import { CouponKind, RewardKind } from './rewards/reward.js';
import { setReward } from './rewards/reward-service.js';

/** The same text in both languages of the demo. */
const both = (en: string, zh: string) => [
  { locale: 'en', text: en },
  { locale: 'zh-CN', text: zh },
];

const GRANTS: Readonly<Record<string, readonly string[]>> = {
  agent: ['loyalty:read', 'loyalty:write'],
  manager: ['loyalty:read', 'loyalty:write', 'loyalty:adjust', 'loyalty:manage'],
};

export function registerSeeds(api: PluginApi): void {
  api.seed('base', grantToRoles);
  api.seed('demo', seedClub);
}

/** The roles that every installation starts with may deal with loyalty; what they may is data and can be changed. */
async function grantToRoles(tx: Tx): Promise<void> {
  for (const role of await tx.em.find(Role, { key: { $in: Object.keys(GRANTS) } }))
    role.permissions = [...new Set([...role.permissions, ...GRANTS[role.key]!])];
}

/** A club with a rule, a reward, an offer and one member who has bought something. */
async function seedClub(tx: Tx): Promise<void> {
  const { id: programId } = await createProgram(tx, {
    key: 'club',
    name: both('Blue Lantern Club', '蓝灯笼会员'),
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    expiry: PointsExpiry.END_OF_YEAR,
    expiryCount: 1,
    reinstateDays: 30,
  });
  await tx.em.flush();
  await setEarningRule(tx, {
    programId,
    key: 'purchase',
    name: both('One point a yuan', '每消费一元得一分'),
    event: 'purchase.recorded',
    pointsPerUnit: '1',
  });
  await setReward(tx, {
    programId,
    key: 'coupon-50',
    name: both('A coupon of 50 yuan', '50元优惠券'),
    kind: RewardKind.COUPON,
    price: 500,
    couponKind: CouponKind.VALUE,
    value: '50',
    couponDays: 90,
  });
  await setOffer(tx, {
    programId,
    key: 'birthday',
    name: both('Birthday points', '生日积分'),
    occasion: OfferOccasion.BIRTHDAY,
    points: 100,
    validDays: 7,
    limitCount: 1,
  });
  const customer = await upsertCustomer(tx, {
    externalId: { system: 'demo', value: 'chen-jing' },
    name: 'Chen Jing',
    locale: 'zh-CN',
  });
  await tx.em.flush();
  await recordPurchase(tx, {
    customerId: customer.id,
    externalId: { system: 'demo', value: 'order-1' },
    amount: '688.00',
    currency: 'CNY',
    channel: 'store',
    items: [{ product: 'TEA-100', name: 'Longjing tea', category: 'tea', quantity: 2, amount: '688.00' }],
  });
}
