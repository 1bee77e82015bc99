import type { PublishValueModelInput } from './model-inputs.js';
import { ValueModelKind } from './model-kind.js';

/** A model that is ready to be published: data, with where each of its numbers comes from. */
export type ModelPreset = Readonly<
  Omit<PublishValueModelInput, 'idempotencyKey'> & { readonly provenance: string }
>;

const { RICE, WSJF, WEIGHTED, KANO, AHP } = ValueModelKind;

const NOTHING = { criteria: [], comparisons: [] };

function both(en: string, zh: string) {
  return [
    { locale: 'en', text: en },
    { locale: 'zh-CN', text: zh },
  ];
}

/** A criterion in points from 1 to 5. */
function points(key: string, en: string, zh: string, weight?: number) {
  const bounds = { unit: 'points of 5', minimum: 1, maximum: 5 };
  return { key, label: both(en, zh), ...bounds, ...(weight === undefined ? {} : { weight }) };
}

export const MODEL_PRESETS: readonly ModelPreset[] = [
  {
    key: 'rice',
    name: both('RICE', 'RICE 评分'),
    kind: RICE,
    reachPeriod: 'quarter',
    provenance:
      'Scales of S. McBride, Intercom 2016: impact 3 to 0.25, confidence 100, 80, 50 %; reach by quarter as the value assessment of seed-003',
    ...NOTHING,
  },
  {
    key: 'wsjf',
    name: both('Weighted shortest job first', '加权最短作业优先'),
    kind: WSJF,
    provenance: 'D. Reinertsen 2009; sizes 1 to 20 of SAFe',
    ...NOTHING,
  },
  {
    key: 'goals',
    name: both('Importance to goals', '对业务目标的重要性'),
    kind: WEIGHTED,
    provenance:
      'seed-001: requirements are ordered by urgency or by importance to business goals; seed-003: repurchase and cost are what value is assessed by. The weights are ours to start with: publish your own',
    criteria: [
      points('goalFit', 'Importance to business goals', '对业务目标的重要性', 0.4),
      points('urgency', 'Urgency', '紧急程度', 0.2),
      points('repurchase', 'Effect on repurchase', '对复购的影响', 0.25),
      points('costCut', 'Effect on cost', '对降低成本的影响', 0.15),
    ],
    comparisons: [],
  },
  {
    key: 'goals-in-pairs',
    name: both('Importance to goals, compared in pairs', '对业务目标的重要性（层次分析法）'),
    kind: AHP,
    provenance:
      'The criteria of seed-001 and seed-003, compared on the scale of Saaty 1980. The judgements are ours to start with: publish your own',
    criteria: [
      points('goalFit', 'Importance to business goals', '对业务目标的重要性'),
      points('repurchase', 'Effect on repurchase', '对复购的影响'),
      points('urgency', 'Urgency', '紧急程度'),
    ],
    comparisons: [
      { first: 'goalFit', second: 'repurchase', ratio: 2 },
      { first: 'goalFit', second: 'urgency', ratio: 3 },
      { first: 'repurchase', second: 'urgency', ratio: 2 },
    ],
  },
  {
    key: 'kano',
    name: both('Kano', '卡诺模型'),
    kind: KANO,
    provenance: 'Evaluation table of N. Kano 1984, coefficients of C. Berger et al. 1993',
    ...NOTHING,
  },
];
