import type { LocalizedText } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { ahp, CONSISTENCY_LIMIT, type Judgement, RANDOM_INDEX } from '../formulas/ahp.js';
import { RESERVED_NAMES, readExpression } from '../formulas/expression.js';
import { RICE_CONFIDENCES, RICE_IMPACTS } from '../formulas/rice.js';
import { UndefinedValue } from '../formulas/undefined-value.js';
import { sumToOne } from '../formulas/weighted.js';
import { WSJF_SIZES } from '../formulas/wsjf.js';
import type { PublishValueModelInput, ValueCriterionInput } from './model-inputs.js';
import { ValueModelKind } from './model-kind.js';
import type { StoredInput, ValueModelVersion } from './model-version.js';

/** What a version says, without whose and when. */
export type Definition = Pick<
  ValueModelVersion,
  'reachPeriod' | 'expression' | 'storedInputs' | 'comparisons' | 'consistency'
>;

const NOTHING = { reachPeriod: null, expression: null, comparisons: [], consistency: null };

/** What the input defines, checked: it is sound, or the user errors VALUE_MODEL_UNSOUND and INVALID. */
export function definitionOf(input: PublishValueModelInput): Definition {
  refuseForeign(input);
  switch (input.kind) {
    case ValueModelKind.RICE:
      if (!input.reachPeriod)
        throw unsound(['reachPeriod'], 'Name the period in which reach is counted, such as quarter.');
      return { ...NOTHING, reachPeriod: input.reachPeriod, storedInputs: riceInputs(input.reachPeriod) };
    case ValueModelKind.WSJF:
      return { ...NOTHING, storedInputs: WSJF_INPUTS };
    case ValueModelKind.KANO:
      return { ...NOTHING, storedInputs: KANO_INPUTS };
    case ValueModelKind.WEIGHTED:
      return weighted(input);
    case ValueModelKind.AHP:
      return compared(input);
    case ValueModelKind.CUSTOM:
      return custom(input);
  }
}

export function unsound(field: readonly string[], message: string): UserError {
  return new UserError('VALUE_MODEL_UNSOUND', field, message);
}

const { RICE, WEIGHTED, AHP, CUSTOM } = ValueModelKind;

/** What belongs to another kind would be dropped in silence. */
function refuseForeign({ kind, reachPeriod, criteria, comparisons, expression }: PublishValueModelInput) {
  const foreign: ReadonlyArray<[string, boolean]> = [
    ['reachPeriod', reachPeriod != null && kind !== RICE],
    ['criteria', criteria.length > 0 && ![WEIGHTED, AHP, CUSTOM].includes(kind)],
    ['comparisons', comparisons.length > 0 && kind !== AHP],
    ['expression', expression != null && kind !== CUSTOM],
  ];
  for (const [field, isForeign] of foreign)
    if (isForeign) throw unsound([field], `A model of the kind ${kind} has none of these.`);
  const keys = criteria.map(({ key }) => key);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) throw unsound(['criteria'], `"${twice}" is named twice.`);
  for (const { key, minimum, maximum, weight } of criteria) {
    if (minimum != null && maximum != null && minimum >= maximum)
      throw unsound(['criteria'], `The minimum of "${key}" must lie below its maximum.`);
    if (weight != null && kind !== WEIGHTED)
      throw unsound(['criteria'], `"${key}" has a weight, which is for the kind WEIGHTED.`);
  }
}

function weighted({ criteria }: PublishValueModelInput): Definition {
  const weights = criteria.map(({ weight }) => weight ?? 0);
  if (!sumToOne(weights)) {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    throw unsound(['criteria'], `The weights must sum to 1; they sum to ${Number(sum.toFixed(6))}.`);
  }
  return { ...NOTHING, storedInputs: criteria.map((one) => stored(one, one.weight ?? 0)) };
}

function compared({ criteria, comparisons }: PublishValueModelInput): Definition {
  const keys = criteria.map(({ key }) => key);
  if (keys.length < 2 || keys.length > RANDOM_INDEX.length)
    throw unsound(['criteria'], `Compare 2 to ${RANDOM_INDEX.length} criteria.`);
  const judged = comparisons.map(({ first, second, ratio }): Judgement => ({ first, second, ratio }));
  const pairs = new Set(judged.map(({ first, second }) => [first, second].sort().join(' ')));
  for (const { first, second } of judged) {
    const unknown = [first, second].find((key) => !keys.includes(key));
    if (unknown) throw unsound(['comparisons'], `"${unknown}" is no criterion of the model.`);
    if (first === second) throw unsound(['comparisons'], `"${first}" is compared with itself.`);
  }
  const needed = (keys.length * (keys.length - 1)) / 2;
  if (pairs.size !== needed || judged.length !== needed)
    throw unsound(
      ['comparisons'],
      `Compare each pair once: ${keys.length} criteria have ${needed} pairs, and ${pairs.size} are here.`,
    );
  const { weights, ...consistency } = ahp(keys, judged);
  const randomIndexTable = RANDOM_INDEX.map((index, i) => ({ criteria: i + 1, index }));
  return {
    ...NOTHING,
    comparisons: judged,
    consistency: { ...consistency, limit: CONSISTENCY_LIMIT, randomIndexTable },
    storedInputs: criteria.map((one, i) => stored(one, weights[i]!)),
  };
}

function custom({ criteria, expression }: PublishValueModelInput): Definition {
  if (!expression) throw unsound(['expression'], 'Give the formula.');
  if (criteria.length === 0) throw unsound(['criteria'], 'Name the inputs of the formula.');
  const keys = criteria.map(({ key }) => key);
  const reserved = keys.find((key) => RESERVED_NAMES.has(key));
  if (reserved) throw unsound(['criteria'], `"${reserved}" has another meaning in the language: rename it.`);
  try {
    const formula = readExpression(expression, keys);
    for (const values of corners(criteria)) formula(values);
  } catch (error) {
    if (!(error instanceof UndefinedValue)) throw error;
    const mend =
      error.input === null ? '' : ` Set the minimum of "${error.input}" above 0, or use ?: for it.`;
    throw unsound(['expression'], `${error.message}${mend}`);
  }
  return { ...NOTHING, expression, storedInputs: criteria.map((one) => stored(one, null)) };
}

/** The inputs at their least and most, an open end as 0 and 1: where a formula breaks, it mostly breaks there. */
function* corners(criteria: readonly ValueCriterionInput[]): Generator<Record<string, number>> {
  const most = Math.min(2 ** criteria.length, 256);
  for (let corner = 0; corner < most; corner += 1)
    yield Object.fromEntries(
      criteria.map(({ key, minimum, maximum }, i) => {
        const isHigh = ((corner >> i) & 1) === 1;
        const low = minimum ?? Math.min(0, maximum ?? 0);
        return [key, isHigh ? (maximum ?? Math.max(1, low + 1)) : low];
      }),
    );
}

function stored({ key, label, unit, minimum, maximum }: ValueCriterionInput, weight: number | null) {
  const bounds = { minimum: minimum ?? null, maximum: maximum ?? null };
  return { key, label: textsOf(label), unit, ...bounds, allowed: [], isDivisor: false, weight };
}

function fixed(
  key: string,
  label: LocalizedText,
  unit: string,
  more: Partial<StoredInput> = {},
): StoredInput {
  return {
    key,
    label,
    unit,
    minimum: 0,
    maximum: null,
    allowed: [],
    isDivisor: false,
    weight: null,
    ...more,
  };
}

function riceInputs(period: string): StoredInput[] {
  const [least, most] = [Math.min(...RICE_CONFIDENCES), Math.max(...RICE_CONFIDENCES)];
  return [
    fixed('reach', { en: 'Reach', 'zh-CN': '覆盖人数' }, `people per ${period}`),
    fixed('impact', { en: 'Impact', 'zh-CN': '影响程度' }, '3 massive … 0.25 minimal', {
      allowed: RICE_IMPACTS,
      minimum: Math.min(...RICE_IMPACTS),
      maximum: Math.max(...RICE_IMPACTS),
    }),
    fixed('confidence', { en: 'Confidence', 'zh-CN': '信心' }, 'percent', {
      allowed: RICE_CONFIDENCES,
      minimum: least,
      maximum: most,
    }),
    fixed('effort', { en: 'Effort', 'zh-CN': '工作量' }, 'person-months', { isDivisor: true }),
  ];
}

const SIZES = { allowed: WSJF_SIZES, minimum: Math.min(...WSJF_SIZES), maximum: Math.max(...WSJF_SIZES) };
const RELATIVE = 'relative size';

const WSJF_INPUTS: StoredInput[] = [
  fixed('businessValue', { en: 'Business value', 'zh-CN': '业务价值' }, RELATIVE, SIZES),
  fixed('timeCriticality', { en: 'Time criticality', 'zh-CN': '时间紧迫性' }, RELATIVE, SIZES),
  fixed(
    'riskOpportunity',
    { en: 'Risk reduction or opportunity', 'zh-CN': '降低风险或创造机会' },
    RELATIVE,
    SIZES,
  ),
  fixed('jobSize', { en: 'Job size', 'zh-CN': '工作规模' }, RELATIVE, { ...SIZES, isDivisor: true }),
];

const KANO_INPUTS: StoredInput[] = [
  fixed('A', { en: 'Attractive', 'zh-CN': '魅力型' }, 'answers'),
  fixed('O', { en: 'One-dimensional', 'zh-CN': '期望型' }, 'answers'),
  fixed('M', { en: 'Must-be', 'zh-CN': '必备型' }, 'answers'),
  fixed('I', { en: 'Indifferent', 'zh-CN': '无差异型' }, 'answers'),
  fixed('R', { en: 'Reverse', 'zh-CN': '反向型' }, 'answers'),
  fixed('Q', { en: 'Questionable', 'zh-CN': '可疑结果' }, 'answers'),
];
