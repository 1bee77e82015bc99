import { SurveyGoalMetric } from '../goals/survey-goal.js';
import { SurveyMode } from '../invitations/survey-mode.js';
import { QuestionType } from '../questionnaires/question-type.js';
import { SurveyRepeat } from '../questionnaires/survey.js';
import {
  afterClosing,
  both,
  everyMonth,
  everyQuarter,
  goal,
  option,
  type Preset,
  question,
  SUGGESTION,
  WHY,
  whyIfLow,
} from './preset.js';

const { CSAT, LIKERT, MATRIX, NPS, SINGLE_CHOICE } = QuestionType;
const EACH_TIME = { repeat: SurveyRepeat.ALWAYS };
const ABOUT_TICKET = ['ticket.type', 'ticket.class', 'ticket.channel', 'tier', 'region'];
const ABOUT_PERSON = ['customer.kind', 'tier', 'region', 'age-group'];

/** The surveys that the documents of the mission name. */
export const PRESETS: readonly Preset[] = [
  {
    key: 'after-closing',
    seed: 'seed-002',
    provenance:
      'seed-002: within 24 hours of closing, about speed, understanding and effect; after a bad score a call within 72 hours, and the cause analysed',
    survey: {
      title: both('How did we do?', '我们做得怎么样？'),
      introduction: both('Four short questions about your request.', '关于您的请求，有四个简短的问题。'),
      thanks: both('Thank you. We read every answer.', '谢谢，我们会阅读每一条回答。'),
      brief: {
        goal: 'Find out whether problems are solved as customers want',
        aspects: ['speed', 'understanding', 'effect'],
        audience: 'Every customer whose ticket was closed',
        keyQuestions: 'Was it quick, were you understood, does it work now?',
      },
      rules: {
        ...EACH_TIME,
        answerWithin: 'P7D',
        reminders: ['P2D'],
        callbackWithin: 'PT72H',
        fastestSeconds: 4,
      },
    },
    hiddenFields: ABOUT_TICKET,
    questions: [
      rated('speed', 'How satisfied are you with how fast we were?', '您对我们的处理速度满意吗？'),
      rated('understanding', 'How well did we understand your problem?', '我们是否理解了您的问题？'),
      {
        ...rated('effect', 'How well is your problem solved?', '您的问题解决得怎么样？'),
        branches: whyIfLow('effect'),
      },
      WHY,
      SUGGESTION,
    ],
    trigger: afterClosing('After closing', '结单之后'),
    goals: [
      goal('satisfaction-after-closing', SurveyGoalMetric.CSAT100, {
        ...{ baseline: 65, target: 90, months: 24 },
        provenance: 'seed-002: satisfaction from 65 to 90 points in 24 months',
      }),
      ...['COMPLEX_FAULT', 'SERVICE_COMPLAINT'].map((type) =>
        goal(`solved-${type.toLowerCase().replace('_', '-')}`, SurveyGoalMetric.CSAT100, {
          segments: [{ key: 'ticket.type', value: type }],
          ...{ changePct: 40, months: 24 },
          provenance:
            'seed-002: satisfaction with the solution of core problems (after-sales fault, service complaint) 40 % higher in 24 months',
        }),
      ),
    ],
  },
  {
    key: 'complaint-follow-up',
    seed: 'seed-001',
    provenance:
      'seed-001: after a complaint ask by phone, mail or questionnaire whether the customer is satisfied and has any other problem or suggestion, and feed it into improvement',
    survey: {
      title: both('Your complaint', '您的投诉'),
      brief: {
        goal: 'Know whether complaints end well, and take up what is left',
        aspects: ['result'],
        audience: 'Every customer whose complaint was closed',
        keyQuestions: 'Are you satisfied? Any other problem or suggestion?',
      },
      rules: { ...EACH_TIME, callbackWithin: 'PT72H' },
    },
    hiddenFields: ABOUT_TICKET,
    questions: [
      rated('result', 'How satisfied are you with the result?', '您对处理结果满意吗？'),
      SUGGESTION,
    ],
    trigger: afterClosing('After a complaint', '投诉之后', {
      type: 'SERVICE_COMPLAINT',
      mode: SurveyMode.PHONE,
    }),
  },
  {
    key: 'monthly-communication',
    seed: 'seed-003',
    provenance:
      'seed-003: every month a survey of communication, measures for low items; 25 % better in a year; satisfaction with online communication of 90 % or more',
    survey: {
      title: both('How we talk to you', '我们与您的沟通'),
      brief: {
        goal: 'Make communication better every month, item by item',
        aspects: ['clarity', 'timeliness', 'attitude', 'channel'],
        audience: 'Customers who were in touch within the last month',
        keyQuestions: 'Which part of our communication should be better?',
      },
      rules: { ...EACH_TIME, coolDown: 'P25D', fastestSeconds: 5 },
    },
    hiddenFields: [...ABOUT_TICKET, ...ABOUT_PERSON.slice(0, 1)],
    questions: [
      question('communication', MATRIX, 'How much do you agree?', '您是否同意以下说法？', {
        isRequired: true,
        statements: [
          option('clarity', 'What you tell me is easy to understand.', '你们说的内容容易理解。'),
          option('timeliness', 'You tell me things in time.', '你们及时告知我。'),
          option('attitude', 'You treat me kindly.', '你们待人友善。'),
          option('channel', 'I reach you in the way I like.', '我能用自己喜欢的方式联系你们。'),
        ],
        callbackBelow: 2,
      }),
      rated('overall', 'How satisfied are you with how we talk to you?', '您对我们的沟通总体满意吗？', null),
      SUGGESTION,
    ],
    trigger: everyMonth('Every month', '每月'),
    goals: [
      goal('online-communication', SurveyGoalMetric.CSAT, {
        channels: ['chat', 'community', 'mail'],
        ...{ target: 90, months: 12 },
        provenance:
          'seed-003: satisfaction with online communication of 90 % or more; it names no time, the 12 months are ours',
      }),
      goal('communication-in-a-year', SurveyGoalMetric.CSAT100, {
        ...{ changePct: 25, months: 12, window: 'P1M' },
        provenance: 'seed-003: satisfaction with communication 25 % higher in a year',
      }),
    ],
  },
  {
    key: 'product',
    seed: 'seed-001',
    provenance:
      'seed-001: Likert scales; demographic, rating and open questions; purchase frequency; quality, price, ease of use',
    survey: {
      title: both('Our products', '我们的产品'),
      brief: {
        goal: 'Learn what customers think of the products and why they buy',
        aspects: ['quality', 'price', 'ease'],
        audience: 'A sample of all customers, each quarter',
        keyQuestions: 'What should be better, and for whom?',
      },
      rules: { ...EACH_TIME, coolDown: 'P80D', fastestSeconds: 8 },
    },
    hiddenFields: ABOUT_PERSON,
    questions: [
      question('age', SINGLE_CHOICE, 'How old are you?', '您的年龄是？', {
        options: [
          option('under-30', 'Under 30', '30岁以下'),
          option('30-49', '30 to 49', '30至49岁'),
          option('over-49', '50 or more', '50岁及以上'),
        ].map((one) => ({ ...one, key: `age-${one.key}` })),
      }),
      question('frequency', SINGLE_CHOICE, 'How often do you buy from us?', '您多久购买一次？', {
        options: [
          option('first', 'This was the first time', '这是第一次'),
          option('yearly', 'Once or twice a year', '每年一两次'),
          option('monthly', 'Every month', '每月'),
          option('weekly', 'Every week', '每周'),
        ],
      }),
      agreed('quality', 'The quality is good.', '质量很好。'),
      agreed('price', 'The price is fair.', '价格合理。'),
      agreed('ease', 'It is easy to use.', '使用方便。'),
      SUGGESTION,
    ],
    trigger: everyQuarter('Every quarter', '每季度'),
  },
  {
    key: 'loyalty',
    seed: 'seed-004',
    provenance:
      'seed-004: NPS from 35 to 75 and satisfaction from 70 to 90 points in 18 months; seed-001: would you buy again, would you recommend us',
    survey: {
      title: both('Would you recommend us?', '您会推荐我们吗？'),
      brief: {
        goal: 'Know how loyal customers are, and what makes them so',
        aspects: ['recommendation', 'satisfaction', 'repurchase'],
        audience: 'A sample of all customers, each quarter',
        keyQuestions: 'Would you recommend us, would you buy again, and why?',
      },
      rules: { ...EACH_TIME, coolDown: 'P80D', callbackWithin: 'PT72H' },
    },
    hiddenFields: ABOUT_PERSON,
    questions: [
      question('recommend', NPS, 'How likely are you to recommend us?', '您有多大可能推荐我们？', {
        aspect: 'recommendation',
        isRequired: true,
        callbackBelow: 4,
      }),
      rated('satisfaction', 'How satisfied are you with us?', '您对我们总体满意吗？', 'satisfaction'),
      question('buy-again', LIKERT, 'I would buy from you again.', '我会再次购买。', {
        aspect: 'repurchase',
      }),
      SUGGESTION,
    ],
    trigger: everyQuarter('Every quarter', '每季度'),
    goals: [
      goal('loyalty-satisfaction', SurveyGoalMetric.CSAT100, {
        ...{ baseline: 70, target: 90, months: 18 },
        provenance: 'seed-004: satisfaction from 70 to 90 points in 18 months',
      }),
      goal('loyalty-nps', SurveyGoalMetric.NPS, {
        ...{ baseline: 35, target: 75, months: 18 },
        provenance: 'seed-004: NPS from 35 to 75 in 18 months',
      }),
      goal('core-satisfaction', SurveyGoalMetric.CSAT100, {
        segments: [{ key: 'tier', value: 'CORE' }],
        ...{ target: 95, isBeyond: true, months: 24 },
        provenance: 'seed-004: satisfaction of core customers above 95 within 24 months',
      }),
    ],
  },
  {
    key: 'communication-efficiency',
    seed: 'seed-002',
    provenance: 'seed-002: a communication efficiency score from 5 to 8.5 of 10 in 24 months',
    survey: {
      title: both('How well we work together', '沟通效率'),
      brief: {
        goal: 'Follow how efficient communication is, on a scale from 0 to 10',
        aspects: ['efficiency'],
        audience: 'Customers with a ticket in the quarter; who is asked is a setting of the trigger',
        keyQuestions: 'How many points does our communication deserve?',
      },
      rules: { ...EACH_TIME, coolDown: 'P80D' },
    },
    hiddenFields: ABOUT_PERSON,
    questions: [
      question('efficiency', LIKERT, 'How efficient is talking to us?', '与我们沟通的效率如何？', {
        aspect: 'efficiency',
        isRequired: true,
        scaleMin: 0,
        scaleMax: 10,
      }),
      SUGGESTION,
    ],
    trigger: everyQuarter('Every quarter', '每季度'),
  },
  {
    key: 'transparency',
    seed: 'seed-000',
    provenance:
      'seed-000: transparency +80 %, ease of looking up the own file +80 %, effort to get information −60 %, worry while waiting −80 %, trust +45 % in 12 months, against a baseline survey',
    survey: {
      title: both('What you can see', '信息透明度'),
      brief: {
        goal: 'A baseline for transparency, looking things up, effort, worry and trust, and how they change',
        aspects: ['transparency', 'lookup', 'effort', 'worry', 'trust'],
        audience: 'A sample of all customers, each quarter',
        keyQuestions: 'Do you see what is being done for you, and do you trust it?',
      },
      rules: { ...EACH_TIME, coolDown: 'P80D' },
    },
    hiddenFields: ABOUT_PERSON,
    questions: [
      agreed('transparency', 'I can see what is being done for me.', '我能看到你们为我做了什么。'),
      agreed('lookup', 'I easily look up myself what you keep of me.', '我能方便地自助查询自己的档案。'),
      question('effort', QuestionType.CES, 'How easy is it to get information?', '获取信息容易吗？', {
        aspect: 'effort',
      }),
      { ...agreed('worry', 'I worry while I wait.', '等待时我感到不安。'), isReversed: true },
      agreed('trust', 'I trust this company.', '我信任这家公司。'),
      SUGGESTION,
    ],
    trigger: everyQuarter('Every quarter', '每季度'),
    goals: [
      goal('lookup-ease', SurveyGoalMetric.POINTS, {
        ...{ question: 'lookup', changePct: 80, baselineMonths: 3, months: 12 },
        provenance: 'seed-000: looking up the own file 80 % easier in 12 months, against a baseline survey',
      }),
    ],
  },
];

/** A satisfaction of one or two leads to a call. */
function rated(key: string, en: string, zh: string, aspect: string | null = key) {
  return question(key, CSAT, en, zh, { aspect, isRequired: true, callbackBelow: 3 });
}

function agreed(key: string, en: string, zh: string) {
  return question(key, LIKERT, en, zh, { aspect: key, isRequired: true });
}
