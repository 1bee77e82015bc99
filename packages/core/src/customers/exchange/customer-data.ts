import type { RequestContext } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import { Field, ObjectType } from 'type-graphql';
import { ContactPoint } from '../contact-point.js';
import { Customer } from '../customer.js';
import { CustomerSource } from '../customer-source.js';
import { Entitlement } from '../entitlements/entitlement.js';
import { CustomerNotice } from '../notices/customer-notice.js';
import { NotificationPreference } from '../notices/notification-preference.js';
import { Purchase } from '../purchase.js';
import { BehaviourRecord } from '../records/behaviour.js';
import { CustomerConsent } from '../records/consent.js';
import { CustomerPreference } from '../records/preference.js';
import { countOwnView } from '../self-service/own-views.js';

/** Everything that is kept of a customer as such, in one answer; what else was done for it hangs on `customer`. */
@ObjectType({
  description:
    'All that is kept of a customer, to take along. What was done for it, such as tickets, is found through `customer`.',
})
export class CustomerData {
  @Field(() => Date, { description: 'When it was put together.' })
  generatedAt!: Date;

  @Field(() => Boolean, {
    description: 'Whether it is all; of each sort at most 1000 are given, the newest.',
  })
  isComplete!: boolean;

  @Field(() => Customer, { nullable: true, description: 'The customer.' })
  customer!: string;

  @Field(() => [ContactPoint], { description: 'How to reach the customer.' })
  contactPoints!: string[];

  @Field(() => [CustomerSource], { description: 'Where knowledge of the customer came from.' })
  sources!: string[];

  @Field(() => [CustomerPreference], { description: 'What the customer likes better.' })
  preferences!: string[];

  @Field(() => [CustomerConsent], { description: 'What the customer agreed to and refused.' })
  consents!: string[];

  @Field(() => [BehaviourRecord], {
    description: 'What the customer did; none for staff without the permission `customers:behaviour`.',
  })
  behaviour!: string[];

  @Field(() => [Purchase], { description: 'What the customer bought.' })
  purchases!: string[];

  @Field(() => [Entitlement], { description: 'What the customer has and had beyond what everybody gets.' })
  entitlements!: string[];

  @Field(() => [NotificationPreference], {
    description: 'By which channel the customer wants to be told what.',
  })
  notificationPreferences!: string[];

  @Field(() => [CustomerNotice], { description: 'What the customer was to be told, and was.' })
  notices!: string[];
}

const MOST = 1_000;
const PARTS = {
  contactPoints: ['customers_contact_point', 'contact_point', 'removed_at is null'],
  sources: ['customers_source', 'customer_source', 'true'],
  preferences: ['customers_preference', 'customer_preference', 'true'],
  consents: ['customers_consent', 'customer_consent', 'true'],
  behaviour: ['customers_behaviour', 'behaviour', 'true'],
  purchases: ['customers_purchase', 'purchase', 'true'],
  entitlements: ['customers_entitlement', 'entitlement', 'true'],
  notificationPreferences: ['customers_notice_preference', 'notification_preference', 'true'],
  notices: ['customers_notice', 'customer_notice', 'true'],
} as const;

/** The data of a customer, for itself or for staff who may see it in clear; null for whoever may not. */
export async function customerData(
  context: RequestContext,
  customerId: string,
): Promise<CustomerData | null> {
  const { actor, services } = context;
  const isOwn = actor.kind === 'customer' && actor.id === customerId;
  if (!isOwn && !can(actor, 'customers:contact')) return null;
  if (!(await context.sees(Customer, customerId))) return null;
  if (isOwn) countOwnView(context);
  let isComplete = true;
  const lists: Partial<Record<keyof typeof PARTS, string[]>> = {};
  for (const [name, [table, tag, where]] of Object.entries(PARTS)) {
    if (name === 'behaviour' && !isOwn && !can(actor, 'customers:behaviour')) {
      lists[name] = [];
      continue;
    }
    const rows = await services.query<{ id: string }>(
      `select id from ${table} where customer_id = $1 and ${where} order by id desc limit ${MOST + 1}`,
      [uuidOf('customer', customerId)],
    );
    if (rows.length > MOST) isComplete = false;
    lists[name as keyof typeof PARTS] = rows.slice(0, MOST).map(({ id }) => idOf(tag, id));
  }
  return {
    generatedAt: services.now(),
    isComplete,
    customer: customerId,
    ...(lists as Required<typeof lists>),
  };
}
