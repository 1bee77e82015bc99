import { UserError } from '@candor/kernel/graphql';
import { CustomerKind } from '../customer.js';
import { ActivityLevel, CustomerTier, LifecycleStage } from '../standing/standing-kinds.js';
import {
  type SegmentCondition,
  type SegmentField,
  type SegmentGroup,
  SegmentOperator,
} from './segment-rule.js';

/** Fields of one text: an expression on the customer `c`, and the values it can have where that is settled. */
const TEXTS: Partial<Record<SegmentField, readonly [sql: string, values?: object]>> = {
  KIND: ['c.kind', CustomerKind],
  LOCALE: ['c.locale'],
  INDUSTRY: ['c.industry'],
  BUSINESS_LINE: ['c.business_line'],
  TIER: ['c.tier', CustomerTier],
  ACTIVITY: ['c.activity_level', ActivityLevel],
  LIFECYCLE: ['c.lifecycle_stage', LifecycleStage],
};
/** Fields of many texts: a condition in which `$` is the list of values. */
const LISTS: Partial<Record<SegmentField, string>> = {
  TAG: 'c.tags && $::text[]',
  SOURCE: 'exists (select from customers_source s where s.customer_id = c.id and s.channel = any($::text[]))',
  PRODUCT_CATEGORY: `exists (select from customers_purchase p join customers_purchase_item i on i.purchase_id = p.id
    where p.customer_id = c.id and p.state <> 'REVERSED' and i.category = any($::text[]))`,
  CUSTOM_FIELD: `exists (select from customers_custom_value v join customers_custom_field f on f.id = v.field_id
    where v.customer_id = c.id and f.key || '=' || v.value = any($::text[]))`,
};
/** Fields of a number; `now` is the instant of the evaluation. */
const PURCHASES = `from customers_purchase p where p.customer_id = c.id and p.state <> 'REVERSED'`;
const NUMBERS: Partial<Record<SegmentField, string>> = {
  KNOWN_DAYS: 'floor(extract(epoch from ($1::timestamptz - c.created_at)) / 86400)',
  PURCHASE_COUNT: `(select count(*) ${PURCHASES})`,
  DAYS_SINCE_PURCHASE: `(select floor(extract(epoch from ($1::timestamptz - max(p.purchased_at))) / 86400) ${PURCHASES})`,
};

/**
 * The rule as a condition in SQL on the customer `c`, with its parameters; the first one is the instant. Every part
 * of the text is written here: values of the rule are parameters only. Throws a user error that names the condition.
 */
export function segmentSql(anyOf: readonly SegmentGroup[], now: Date): { sql: string; values: unknown[] } {
  const values: unknown[] = [now.toISOString()];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const groups = anyOf.map(({ allOf }, group) =>
    allOf
      .map((condition, index) => one(condition, ['anyOf', `${group}`, 'allOf', `${index}`], bind))
      .join(' and '),
  );
  // The instant stands in every statement, so that it is a parameter even where no condition asks for it.
  return {
    sql: `$1::timestamptz is not null and (${groups.map((group) => `(${group})`).join(' or ')})`,
    values,
  };
}

function one(
  { field, operator, values }: SegmentCondition,
  path: readonly string[],
  bind: (value: unknown) => string,
): string {
  const number = NUMBERS[field];
  if (number) {
    const [text = ''] = values;
    if (operator !== SegmentOperator.AT_LEAST && operator !== SegmentOperator.BELOW)
      throw new UserError('INVALID', [...path, 'operator'], `${field} is a number: use AT_LEAST or BELOW.`);
    if (values.length !== 1 || !/^\d{1,9}$/.test(text))
      throw new UserError('INVALID', [...path, 'values'], 'Give one whole number, such as 30.');
    return `${number} ${operator === SegmentOperator.AT_LEAST ? '>=' : '<'} ${bind(text)}::int`;
  }
  if (operator !== SegmentOperator.IS_ANY_OF && operator !== SegmentOperator.IS_NONE_OF)
    throw new UserError(
      'INVALID',
      [...path, 'operator'],
      `${field} is no number: use IS_ANY_OF or IS_NONE_OF.`,
    );
  const [text, allowed] = TEXTS[field] ?? [];
  const wrong = allowed && values.find((value) => !(value in allowed));
  if (wrong !== undefined) {
    const message = `${wrong} is none of ${Object.keys(allowed!).join(', ')}.`;
    throw new UserError('INVALID', [...path, 'values'], message);
  }
  const slot = bind(values);
  const holds = text ? `${text} = any(${slot}::text[])` : LISTS[field]!.replaceAll('$', slot);
  // What is not known is none of the values.
  return operator === SegmentOperator.IS_ANY_OF ? holds : `(${holds}) is not true`;
}
