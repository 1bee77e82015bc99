/** What people call the values of this module's enums. */
export const conversationTexts = {
  en: {
    'MessageVisibility.PUBLIC': 'Public',
    'MessageVisibility.INTERNAL': 'Internal note',
    'AuthorKind.CUSTOMER': 'Customer',
    'AuthorKind.STAFF': 'Staff',
    'AuthorKind.BOT': 'Bot',
    'AuthorKind.SYSTEM': 'System',
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
    'Origin.LIVE': '本平台记录',
    'Origin.IMPORT': '导入',
  },
} as const;
