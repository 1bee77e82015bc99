import type { LocalizedText } from '@candor/kernel/database';

interface PresetTier {
  readonly key: string;
  readonly name: LocalizedText;
  readonly threshold: string;
  readonly minimumPurchases: number;
  readonly provenance: string;
}

const LEVELS =
  'seed-001 names the levels regular, silver, gold and diamond, by accumulated spend and frequency';
const OWN = `${LEVELS}; it gives no numbers, so these are ours to begin with`;

/** The levels of a program that names none of its own. */
export const PRESET_TIERS: readonly PresetTier[] = [
  {
    key: 'regular',
    name: { en: 'Regular', 'zh-CN': '普通会员' },
    threshold: '0',
    minimumPurchases: 0,
    provenance: `${LEVELS}; everybody begins here`,
  },
  {
    key: 'silver',
    name: { en: 'Silver', 'zh-CN': '银卡会员' },
    threshold: '1000',
    minimumPurchases: 2,
    provenance: OWN,
  },
  {
    key: 'gold',
    name: { en: 'Gold', 'zh-CN': '金卡会员' },
    threshold: '5000',
    minimumPurchases: 6,
    provenance: OWN,
  },
  {
    key: 'diamond',
    name: { en: 'Diamond', 'zh-CN': '钻石会员' },
    threshold: '20000',
    minimumPurchases: 12,
    provenance: OWN,
  },
];
