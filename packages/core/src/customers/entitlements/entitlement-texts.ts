/** What rights of customers are called in front of people. */
export const entitlementTexts = {
  en: {
    'EntitlementSource.TIER': 'By tier',
    'EntitlementSource.PERSONAL': 'Personal',
  },
  'zh-CN': {
    'EntitlementSource.TIER': '按客户层级',
    'EntitlementSource.PERSONAL': '个人授予',
  },
} as const;

const provenance = {
  en: 'Document 004: core customers have rights of their own, such as a longer warranty and service on site. The months are a suggestion.',
  'zh-CN': '文件004:核心客户享有延长保修、上门服务等定制权益。月数为建议值。',
};

/** The rights that the documents name. */
export const PRESETS = [
  {
    key: 'warranty-extension',
    name: { en: 'Longer warranty', 'zh-CN': '延长保修' },
    description: {
      en: 'What you bought from us is under warranty for a year longer.',
      'zh-CN': '您购买的产品保修期延长一年。',
    },
    provenance,
    validMonths: 12,
  },
  {
    key: 'on-site-service',
    name: { en: 'Service on site', 'zh-CN': '上门服务' },
    description: {
      en: 'Our technicians come to you instead of you coming to us.',
      'zh-CN': '技术人员上门为您提供服务。',
    },
    provenance,
    validMonths: 12,
  },
];
