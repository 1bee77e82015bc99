import type { AccessRule, PluginApi, RequestContext } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import { type SqlBool, sql } from 'kysely';
import { Customer } from '../customer.js';
import { CustomField, CustomFieldValue } from './custom-field.js';
import { FieldResolver } from './field-resolver.js';

const fieldAccess: AccessRule<CustomField> = {
  read: (viewer, row) =>
    viewer.can('customers:read') || (viewer.is('customer') && sql<SqlBool>`${row.isShownToCustomer}`),
  write: (viewer) => viewer.can('customers:manage'),
};
/** A customer sees its own values of the fields that it may see. */
const valueAccess: AccessRule<CustomFieldValue> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) &&
    sql<SqlBool>`${viewer.sees(Customer, row.customer)} and ${viewer.sees(CustomField, row.field)}`,
  write: (viewer) => viewer.can('customers:write'),
};

export const fieldEntities = [CustomField, CustomFieldValue] as const;

/** Fields that companies add while the platform runs: rows, never columns. */
export function registerFields(api: PluginApi): void {
  api.access(CustomField, fieldAccess);
  api.access(CustomFieldValue, valueAccess);
  api.list('customFields', CustomField, {
    description: 'The fields of customers that the company has added; to a customer, those it sees.',
    orderBy: ['createdAt'],
  });
  api.list('customFieldValues', CustomFieldValue, {
    description: 'The values of such fields, and so the customers who have one.',
    filter: ['field', 'value'],
    orderBy: ['createdAt'],
  });
  api.graphql.extend<{ id: string }>('Customer', 'customFields: [CustomFieldValue!]!', {
    description: 'What the customer has in the fields that the company has added, by their age.',
    types: [CustomFieldValue],
    needs: ['id'],
    cost: 1,
    load: (rows, _, context) =>
      valuesOf(
        rows.map(({ id }) => id),
        context,
      ),
  });
  api.graphql.resolvers(FieldResolver);
  api.texts({
    en: {
      'CustomFieldKind.TEXT': 'Text',
      'CustomFieldKind.NUMBER': 'Number',
      'CustomFieldKind.DATE': 'Day',
      'CustomFieldKind.BOOLEAN': 'Yes or no',
      'CustomFieldKind.CHOICE': 'Choice',
    },
    'zh-CN': {
      'CustomFieldKind.TEXT': '文本',
      'CustomFieldKind.NUMBER': '数字',
      'CustomFieldKind.DATE': '日期',
      'CustomFieldKind.BOOLEAN': '是或否',
      'CustomFieldKind.CHOICE': '选项',
    },
  });
}

/** The ids of the values that the actor may see; one query for all customers. */
async function valuesOf(
  customers: readonly string[],
  { actor, services }: RequestContext,
): Promise<string[][]> {
  const rows = await services.query<{ id: string; customer: string }>(
    `select v.id, v.customer_id as customer from customers_custom_value v
     join customers_custom_field f on f.id = v.field_id and (f.is_shown_to_customer or $2)
     where v.customer_id = any($1::uuid[]) and v.value is not null order by f.created_at, f.id`,
    [customers.map((id) => uuidOf('customer', id)), can(actor, 'customers:read')],
  );
  const byCustomer = Map.groupBy(rows, ({ customer }) => idOf('customer', customer));
  return customers.map((id) => byCustomer.get(id)?.map((row) => idOf('custom_value', row.id)) ?? []);
}
