/** What the owners of customer records and their figures are called in front of people. */
export const ownerTexts = {
  en: {
    'CustomerFieldGroup.BASIC': 'Basic data',
    'CustomerFieldGroup.BUSINESS': 'Business data',
    'CustomerFieldGroup.BEHAVIOUR': 'Behaviour',
    'CustomerFieldGroup.CONSENT': 'Consents',
    'CustomerFieldGroup.OWNERS': 'Who answers for it',
    'CustomerOwner.STEWARD': 'Data steward',
    'CustomerOwner.DEPARTMENT': 'Business department',
    'CustomerOwner.TECHNICAL_SUPPORT': 'Technical support',
    'CustomerOwner.ADVISER': 'Adviser',
    'metric.customers.withoutSteward': 'Customers without a data steward who still works here, of all.',
    'metric.customers.withoutDepartment': 'Customers without a business department, of all.',
    'metric.customers.withoutTechnicalSupport':
      'Customers without technical support by somebody who still works here, of all.',
  },
  'zh-CN': {
    'CustomerFieldGroup.BASIC': '基础信息',
    'CustomerFieldGroup.BUSINESS': '业务信息',
    'CustomerFieldGroup.BEHAVIOUR': '行为信息',
    'CustomerFieldGroup.CONSENT': '授权同意',
    'CustomerFieldGroup.OWNERS': '责任人',
    'CustomerOwner.STEWARD': '数据专员',
    'CustomerOwner.DEPARTMENT': '业务部门',
    'CustomerOwner.TECHNICAL_SUPPORT': '技术支持',
    'CustomerOwner.ADVISER': '专属顾问',
    'metric.customers.withoutSteward': '没有在职数据专员的客户占全部客户的比例。',
    'metric.customers.withoutDepartment': '没有业务部门的客户占全部客户的比例。',
    'metric.customers.withoutTechnicalSupport': '没有在职技术支持人员的客户占全部客户的比例。',
  },
} as const;
