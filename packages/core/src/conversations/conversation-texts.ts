/** What people call the values of this module's enums. */
export const conversationTexts = {
  en: {
    'MessageVisibility.PUBLIC': 'Public',
    'MessageVisibility.INTERNAL': 'Internal note',
    'AuthorKind.CUSTOMER': 'Customer',
    'AuthorKind.STAFF': 'Staff',
    'AuthorKind.BOT': 'Bot',
    'AuthorKind.SYSTEM': 'System',
    'ContactScene.ENQUIRY': 'Enquiry',
    'ContactScene.AFTER_SALES': 'After-sales',
    'ContactScene.VALUE_ADDED': 'Value-added service',
    'metric.contacts.answered':
      'Contacts begun in the period that a person has answered by a public message, of all contacts begun in it.',
    'metric.contacts.converted':
      'Customers with a contact in the period who after it, and in the period, went from NEW to EXISTING or left TO_WIN_BACK, of all customers with such a contact.',
    'Origin.LIVE': 'Recorded here',
    'Origin.IMPORT': 'Imported',
  },
  'zh-CN': {
    'MessageVisibility.PUBLIC': '公开',
    'MessageVisibility.INTERNAL': '内部备注',
    'AuthorKind.CUSTOMER': '客户',
    'AuthorKind.STAFF': '员工',
    'AuthorKind.BOT': '机器人',
    'AuthorKind.SYSTEM': '系统',
    'ContactScene.ENQUIRY': '咨询',
    'ContactScene.AFTER_SALES': '售后',
    'ContactScene.VALUE_ADDED': '增值服务',
    'metric.contacts.answered': '期间内开始且已由人员公开答复的接触占期间内开始的全部接触的比例。',
    'metric.contacts.converted':
      '期间内有此类接触的客户中,在接触之后且期间内由新客户转为老客户或离开待挽回阶段的客户比例。',
    'Origin.LIVE': '本平台记录',
    'Origin.IMPORT': '导入',
  },
} as const;
