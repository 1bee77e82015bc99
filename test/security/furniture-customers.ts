import type { Client, TestPlatform } from '@candor/testing';
import type { Run } from './furniture.js';

/** All that is known of Ada as a customer, and how the company sorts her. */
export async function customerOf(
  platform: TestPlatform,
  run: Run,
  {
    ada,
    customerId,
    colleagueId,
    departmentId,
  }: { ada: Client; customerId: string; colleagueId: string; departmentId: string },
): Promise<void> {
  const facts = {
    sex: 'FEMALE',
    industry: 'retail',
    businessLine: 'wholesale',
    tags: ['vip'],
    stewardId: colleagueId,
    adviserId: colleagueId,
    departmentId,
    technicalSupportId: colleagueId,
  };
  await run('updateCustomer', { customerId, ...facts }, 'customer { id }');
  const preference = { customerId, key: 'packaging', value: 'paper' };
  await run('setCustomerPreference', preference, 'preference { id }', ada);
  await run(
    'recordCustomerConsent',
    { customerId, purpose: 'BEHAVIOUR', channel: 'site', isGranted: true, reference: 'form 12' },
    'consent { id }',
    ada,
  );
  const search = { customerId, kind: 'SEARCH', channel: 'site', detail: 'green tea' };
  await run('recordBehaviour', search, 'behaviour { id }', ada);
  await run('flagCustomerProblem', { customerId }, 'customer { id }');
  await run('confirmCustomerRecord', { customerId }, 'customer { id }');
  const label = [{ locale: 'en', text: 'Club' }];
  await run(
    'setCustomField',
    { key: 'club', label, kind: 'CHOICE', choices: ['gold'], isShownToCustomer: true },
    'customField { id }',
  );
  await run('setCustomFieldValue', { customerId, key: 'club', value: 'gold' }, 'customFieldValue { id }');
  const { customer: double } = await run('createCustomer', { name: 'A. Lovelace' }, 'customer { id }');
  const { merge } = await run(
    'mergeCustomers',
    { customerId: double.id, intoCustomerId: customerId },
    'merge { id }',
  );
  await run('unmergeCustomers', { mergeId: merge.id }, 'merge { id }');
  const anyOf = [{ allOf: [{ field: 'TAG', operator: 'IS_ANY_OF', values: ['vip'] }] }];
  await run('setSegment', { key: 'vip', name: label, anyOf }, 'segment { id }');
  await toldAndEntitled(run, ada, customerId);
  await platform.settle();
  const { query } = platform.platform.services;
  const now = platform.platform.services.now().toISOString();
  // Somebody has left a segment, and somebody has verified a change: what a night and a colleague would do.
  await query(`update customers_segment_member set left_at = $1`, [now]);
  await query(
    `update customers_change_record set verified_at = $1, verified_by_id = (select steward_id from customers_customer where steward_id is not null limit 1)
     where id = (select id from customers_change_record order by id limit 1)`,
    [now],
  );
}

/** What Ada was told, how she wants to be told, and a right of her own that has ended and was given again. */
async function toldAndEntitled(run: Run, ada: Client, customerId: string): Promise<void> {
  const text = [{ locale: 'en', text: 'Longer warranty' }];
  const right = {
    key: 'warranty-extension',
    name: text,
    description: text,
    provenance: text,
    validMonths: 12,
  };
  await run('setCustomerRight', right, 'customerRight { id }');
  const granted = { customerId, rightKey: 'warranty-extension', reason: 'after the fire' };
  const { entitlement } = await run('grantEntitlement', granted, 'entitlement { id }');
  await run(
    'withdrawEntitlement',
    { entitlementId: entitlement.id, reason: 'no fire' },
    'entitlement { id }',
  );
  await run('grantEntitlement', granted, 'entitlement { id }');
  const wish = { customerId, need: 'result', channel: 'mail' };
  await run('setNotificationPreference', wish, 'notificationPreference { id }', ada);
  const { notice } = await run(
    'issueCustomerNotice',
    { customerId, need: 'result', reference: 'T-1001' },
    'notice { id }',
  );
  await run('confirmCustomerNotice', { customerNoticeId: notice.id, receipt: 'MAIL-1' }, 'notice { id }');
}
