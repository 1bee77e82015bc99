import type { IndicatorName } from './derive.js';

/** The version of each definition; it rises with every change of what is counted. */
export const DEFINITION_VERSION = 1;

/** What exactly is counted, in English and Chinese. */
export const DEFINITIONS: Readonly<Record<IndicatorName, readonly [en: string, zh: string]>> = {
  repeatPurchaseRate: [
    'Customers with two or more purchases in the window, in percent of those with one or more (n). What was reversed as a whole is no purchase.',
    '窗口内购买两次及以上的客户占购买一次及以上客户(n)的百分比。全额冲回的购买不计。',
  ],
  purchaseFrequency: [
    'Purchases in the window, divided by the customers who bought in it (n).',
    '窗口内的购买次数除以窗口内购买过的客户数(n)。',
  ],
  averageOrder: [
    'What was spent in the window in the currency, without what was reversed, divided by its purchases (n).',
    '窗口内以该币种消费的金额(扣除冲回)除以购买次数(n)。',
  ],
  clvSimple: [
    'Simple customer lifetime value: average order × purchases of a customer in a year × years of a customer × margin; years and margin are settings. n: customers who bought in the currency.',
    '简单客户终身价值:平均订单额 × 每客户年购买次数 × 客户年限 × 毛利率;年限与毛利率由设置给出。n:以该币种购买的客户数。',
  ],
  clvRetention: [
    'Customer lifetime value by retention, m·r/(1+d−r): m the margin of a customer in a year, r the yearly retention from the churn rate of the window, d the discount of the settings. n: customers who bought in the currency; none without a churn rate.',
    '留存法客户终身价值 m·r/(1+d−r):m 为每客户年毛利,r 为由窗口流失率换算的年留存率,d 为设置的折现率。n:以该币种购买的客户数;无流失率时无值。',
  ],
  clvBgNbd: [
    'Value of a customer in the next 52 weeks by BG/NBD: expected purchases of the latest analysis, on average over all its customers (n), × average order of the window × margin.',
    'BG/NBD 模型下客户未来52周的价值:最近一次分析对其全部客户(n)的平均预期购买次数 × 窗口平均订单额 × 毛利率。',
  ],
  nps: [
    'Net promoter score: percent of 9 and 10 less percent of 0 to 6 among the last answers of each customer in the window on the scale from 0 to 10 (n); interval: adjusted Wald.',
    '净推荐值:窗口内每位客户最近一次0至10分回答(n)中,9–10分的百分比减0–6分的百分比;区间:调整 Wald。',
  ],
  loyaltyScore: [
    'The loyalty score from 0 to 100 at the end of the window, on average over all customers who ever bought (n), by the version of its weights that counted then.',
    '窗口结束时的忠诚度得分(0至100),按当时生效的权重版本,对全部买过的客户(n)取平均。',
  ],
  repurchaseRateExisting: [
    'Customers who bought before the window and again in it, in percent of those who bought before it (n).',
    '窗口之前买过且窗口内再次购买的客户占窗口之前买过的客户(n)的百分比。',
  ],
  repurchaseRateAfterSolution: [
    'Customers with a ticket that was solved in the window, and not reopened until its end, who bought after that, in percent of those with such a ticket (n).',
    '窗口内有工单获解决(至窗口结束未重开)且其后再次购买的客户占有此类工单的客户(n)的百分比。',
  ],
  churnRate: [
    'Customers who bought in the window before, which is as long, and bought nothing in the window, in percent of those who bought in the window before (n).',
    '在前一等长窗口购买过、而本窗口未购买的客户占前一窗口购买客户(n)的百分比。',
  ],
  renewalRate: [
    'Products that a customer bought in the window before and bought again in the window, in percent of all pairs of a customer and a product bought in the window before (n); of one category of products where one is named, as for subscriptions.',
    '客户在前一窗口购买、并在本窗口再次购买的产品占前一窗口全部“客户—产品”对(n)的百分比;可限定一个产品类别,如订阅。',
  ],
  referralsPerCustomer: [
    'Referrals recorded in the window whose consent stands at its end, divided by the customers who ever bought until then (n).',
    '窗口内登记且至窗口结束同意仍有效的推荐数,除以截至当时买过的客户数(n)。',
  ],
  winBackPct: [
    'Win-backs that were won, in percent of those that were won or lost in the window (n).',
    '窗口内成功的召回占窗口内已定成败的召回(n)的百分比。',
  ],
  recommendationTakenPct: [
    'Recommendations shown in the window that were bought in time, in percent of those shown in it (n).',
    '窗口内展示且按时购买的推荐占窗口内展示的推荐(n)的百分比。',
  ],
  reviewsOnTimePct: [
    'Loyalty reviews due in the window that were finished in time, in percent of those due in it (n).',
    '窗口内到期且按时完成的忠诚度评审占窗口内到期评审(n)的百分比。',
  ],
  decisionsCarriedOut: [
    'Decisions of reviews due in the window that were carried out until its end, in percent of those due in it (n).',
    '窗口内到期且至窗口结束已执行的评审决定占窗口内到期决定(n)的百分比。',
  ],
};
