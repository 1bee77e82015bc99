import type { PluginApi } from '@candor/kernel';

/** What the enums of this plugin are called in front of people, and what its figures count, in English and Chinese. */
const TEXTS: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  'ValueModelKind.RICE': ['RICE', 'RICE 评分'],
  'ValueModelKind.WSJF': ['Weighted shortest job first', '加权最短作业优先'],
  'ValueModelKind.WEIGHTED': ['Weighted criteria', '加权评分'],
  'ValueModelKind.KANO': ['Kano', '卡诺模型'],
  'ValueModelKind.AHP': ['Criteria compared in pairs', '层次分析法'],
  'ValueModelKind.CUSTOM': ['Own formula', '自定义公式'],
  'ValueKanoCategory.ATTRACTIVE': ['Attractive', '魅力型'],
  'ValueKanoCategory.ONE_DIMENSIONAL': ['One-dimensional', '期望型'],
  'ValueKanoCategory.MUST_BE': ['Must-be', '必备型'],
  'ValueKanoCategory.INDIFFERENT': ['Indifferent', '无差异型'],
  'ValueKanoCategory.REVERSE': ['Reverse', '反向型'],
  'ValueKanoCategory.QUESTIONABLE': ['Questionable', '可疑结果'],
  'FeasibilityVerdict.FEASIBLE': ['Feasible', '可行'],
  'FeasibilityVerdict.CONDITIONAL': ['Feasible under conditions', '有条件可行'],
  'FeasibilityVerdict.NOT_FEASIBLE': ['Not feasible', '不可行'],
  'ValueMeasure.REPURCHASE_LIFT': ['Repurchase lift', '复购提升'],
  'ValueMeasure.COST_CUT': ['Cost cut', '成本降低'],
  'metric.requirements-value.conversion': [
    'Requirements captured in the period, duplicates left out, that were delivered by now, of all of them.',
    '期间内登记的需求（不含重复）中，至今已交付的占比。',
  ],
  'metric.requirements-value.assessedBeforePlan': [
    'Requirements planned for the first time in the period whose feasibility was judged before that, of all of them.',
    '期间内首次列入计划的需求中，此前已做可行性评估的占比。',
  ],
  'metric.requirements-value.scored': [
    'Requirements captured in the period, duplicates left out, that were scored by any model, of all of them.',
    '期间内登记的需求（不含重复）中，已做价值评分的占比。',
  ],
  'metric.requirements-value.estimatedBeforeDelivery': [
    'Requirements delivered in the period whose value was estimated before, of all of them.',
    '期间内交付的需求中，交付前已估算价值的占比。',
  ],
  'metric.requirements-value.quartersAssessed': [
    'Quarters that ended in the period, from that of the first requirement on, whose value was assessed, of all of them.',
    '自首个需求所在季度起，期间内结束的季度中，已做价值评估的占比。',
  ],
  'metric.requirements-value.reportsPublished': [
    'Years that ended in the period, from that of the first requirement on, with a published report, of all of them.',
    '自首个需求所在年份起，期间内结束的年份中，已发布年度报告的占比。',
  ],
  'metric.requirements-value.rankStability': [
    'Kendall’s τ-b between the ranking and each ranking in which one input of one requirement, or one weight, is moved up or down by the share.',
    '将某一需求的某项输入或某一权重按给定比例上下调整后，新排名与原排名之间的肯德尔 τ-b 系数。',
  ],
};

export function registerTexts(api: PluginApi): void {
  const inLanguage = (place: 0 | 1) =>
    Object.fromEntries(Object.entries(TEXTS).map(([key, texts]) => [key, texts[place]]));
  api.texts({ en: inLanguage(0), 'zh-CN': inLanguage(1) });
}
