/** What enums and figures of customer records are called in front of people. */
export const recordTexts = {
  en: {
    'Sex.FEMALE': 'Female',
    'Sex.MALE': 'Male',
    'Sex.OTHER': 'Other',
    'ConsentPurpose.CONTACT': 'Being contacted',
    'ConsentPurpose.MARKETING': 'Offers',
    'ConsentPurpose.SURVEY': 'Surveys',
    'ConsentPurpose.BEHAVIOUR': 'Remembering what was looked at',
    'BehaviourKind.BROWSING': 'Browsing',
    'BehaviourKind.SEARCH': 'Search',
    'BehaviourKind.INTERACTION': 'Interaction',
    'metric.customers.basicCompleteness':
      'Known basic facts (name, contact, address; of persons also sex and birth date), of all that customers can have.',
    'metric.customers.businessCompleteness':
      'Known business facts (purchases, a preference, a service need, the industry), of all that customers can have.',
  },
  'zh-CN': {
    'Sex.FEMALE': '女',
    'Sex.MALE': '男',
    'Sex.OTHER': '其他',
    'ConsentPurpose.CONTACT': '联系',
    'ConsentPurpose.MARKETING': '营销优惠',
    'ConsentPurpose.SURVEY': '问卷调查',
    'ConsentPurpose.BEHAVIOUR': '保留浏览行为',
    'BehaviourKind.BROWSING': '浏览',
    'BehaviourKind.SEARCH': '搜索',
    'BehaviourKind.INTERACTION': '互动',
    'metric.customers.basicCompleteness':
      '已知的基础信息(姓名、联系方式、地址;个人另含性别和出生日期)占应有信息的比例。',
    'metric.customers.businessCompleteness':
      '已知的业务信息(购买记录、偏好、服务需求、行业)占应有信息的比例。',
  },
} as const;
