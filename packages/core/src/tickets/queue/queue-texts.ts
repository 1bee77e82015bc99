/** What the queue of tickets is called in front of people. */
export const queueTexts = {
  en: {
    'OutOfTurn.COUNTED': 'Counted',
    'OutOfTurn.REFUSED': 'Refused',
    'metric.tickets.inversions':
      'Tickets that people took up in the period (out of NEW, or by a first answer) while another one of the same department, which waited for nobody else, had a higher score; of all tickets taken up in it.',
  },
  'zh-CN': {
    'OutOfTurn.COUNTED': '计数',
    'OutOfTurn.REFUSED': '拒绝',
    'metric.tickets.inversions':
      '期间内由人员开始受理(离开新建状态或首次答复)时,同一部门另有未指派他人且得分更高的工单在等待的工单数,占期间内全部开始受理的工单数的比例。',
  },
} as const;
