import type { PluginApi } from '@candor/kernel';
import { DEFINITIONS } from './figures/definitions.js';

/** What the enums of this part are called in front of people, in English and Chinese. */
const TEXTS: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  'LoyaltyQuestion.BUY_AGAIN': ['Would you buy again?', '您会再次购买吗?'],
  'LoyaltyQuestion.RECOMMEND': ['Would you recommend us?', '您会推荐我们吗?'],
  'LoyaltyHistoryFitState.RUNNING': ['Running', '计算中'],
  'LoyaltyHistoryFitState.DONE': ['Done', '已完成'],
  'LoyaltyHistoryFitState.TOO_FEW': ['Too few purchases', '购买过少'],
  'LoyaltyWinBackTrigger.CHURN': ['Stays away', '流失'],
  'LoyaltyWinBackTrigger.COMPLAINT': ['Complained', '投诉'],
  'LoyaltyWinBackState.PLANNED': ['Planned', '已计划'],
  'LoyaltyWinBackState.ACTING': ['Acting', '进行中'],
  'LoyaltyWinBackState.CONTACTED': ['Spoken to', '已联系'],
  'LoyaltyWinBackState.WON': ['Won back', '已召回'],
  'LoyaltyWinBackState.LOST': ['Lost', '已流失'],
  'LoyaltyWinBackState.CANCELLED': ['Called off', '已取消'],
  'LoyaltyDecisionKind.LOWER_THRESHOLD': ['Fewer points', '降低兑换门槛'],
  'LoyaltyDecisionKind.CHANGE_INCENTIVE': ['Change the incentive', '调整激励'],
  'LoyaltyDecisionKind.REPLACE_INCENTIVE': ['Replace the incentive', '更换激励'],
  'LoyaltyDecisionKind.OTHER': ['Other', '其他'],
  'loyalty.recommendationReason': [
    'Often bought by customers who also chose {product}',
    '购买过{product}的客户也常买',
  ],
};

export function registerIndicatorTexts(api: PluginApi): void {
  const definitions = Object.entries(DEFINITIONS).map(
    ([name, texts]) => [`metric.loyalty.${name}`, texts] as const,
  );
  const all = [...Object.entries(TEXTS), ...definitions];
  const inLanguage = (place: 0 | 1) => Object.fromEntries(all.map(([key, texts]) => [key, texts[place]]));
  api.texts({ en: inLanguage(0), 'zh-CN': inLanguage(1) });
}
