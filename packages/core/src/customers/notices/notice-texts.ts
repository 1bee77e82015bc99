/** What notices to customers and their figures are called in front of people. */
export const noticeTexts = {
  en: {
    'NoticeChannelReason.PREFERRED_FOR_NEED': 'Preferred for this',
    'NoticeChannelReason.PREFERRED': 'Preferred',
    'NoticeChannelReason.PLAN': 'By plan',
    'NoticeChannelReason.NOTHING_ELSE': 'Nothing else is possible',
    'metric.customers.noticesDelivered':
      'Notices to customers that were delivered, of all that were decided in the period.',
    'metric.customers.resultViaPreferredChannel':
      'Results told in the period by the channel that the customer wanted when it was decided, of all that were told to customers with a preference.',
  },
  'zh-CN': {
    'NoticeChannelReason.PREFERRED_FOR_NEED': '客户为此类通知选择的渠道',
    'NoticeChannelReason.PREFERRED': '客户偏好渠道',
    'NoticeChannelReason.PLAN': '按通知方案',
    'NoticeChannelReason.NOTHING_ELSE': '无其他可用渠道',
    'metric.customers.noticesDelivered': '期间内已送达的客户通知占已决定通知的比例。',
    'metric.customers.resultViaPreferredChannel':
      '期间内通过客户当时所选渠道告知的结果占告知有渠道偏好客户的结果的比例。',
  },
} as const;

/** The plans that the documents name: any channel for results, and what wakes people for what is urgent. */
export const PLANS = [
  {
    need: 'result',
    name: { en: 'Results', 'zh-CN': '处理结果' },
    channels: ['sms', 'mail', 'phone', 'app'],
    isBinding: false,
    provenance: {
      en: 'Documents 000 and 001: results are told by SMS, mail or telephone, as the customer prefers.',
      'zh-CN': '文件000、001:按客户偏好通过短信、邮件或电话告知结果。',
    },
  },
  {
    need: 'urgent',
    name: { en: 'Urgent matters', 'zh-CN': '紧急事项' },
    channels: ['phone', 'sms'],
    isBinding: true,
    provenance: {
      en: 'Document 001: the channel follows the need. That urgent matters go by telephone or SMS is a suggestion.',
      'zh-CN': '文件001:按需求选择渠道。紧急事项通过电话或短信告知为建议值。',
    },
  },
];
