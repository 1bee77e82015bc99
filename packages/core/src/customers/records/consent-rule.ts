import type { Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { ANY_CHANNEL, ConsentPurpose } from './consent.js';

/** What holds as long as the customer has decided nothing. */
const UNTIL_DECIDED: Readonly<Record<ConsentPurpose, boolean>> = {
  CONTACT: true,
  MARKETING: false,
  SURVEY: true,
  BEHAVIOUR: false,
};

/**
 * Whether something may be done with customers by a channel, in the order of their ids. A decision on the
 * channel goes before one on all channels; who must not be contacted is sent nothing, whatever else was granted.
 */
export async function isAllowed(
  services: Pick<Services, 'query'>,
  customers: readonly string[],
  channel: string,
  purpose: ConsentPurpose,
): Promise<boolean[]> {
  const rows = await services.query<{
    id: string;
    purpose: ConsentPurpose;
    channel: string;
    granted: boolean;
  }>(
    `select customer_id as id, purpose, channel, is_granted as granted from customers_consent
     where customer_id = any($1::uuid[]) and purpose = any($2) and channel = any($3) and is_current`,
    [
      customers.map((id) => uuidOf('customer', id)),
      [purpose, ConsentPurpose.CONTACT],
      [channel, ANY_CHANNEL],
    ],
  );
  const decided = new Map(
    rows.map((row) => [`${idOf('customer', row.id)} ${row.purpose} ${row.channel}`, row.granted]),
  );
  const holds = (id: string, about: ConsentPurpose) =>
    decided.get(`${id} ${about} ${channel}`) ??
    decided.get(`${id} ${about} ${ANY_CHANNEL}`) ??
    UNTIL_DECIDED[about];
  const needsContact = purpose !== ConsentPurpose.BEHAVIOUR;
  return customers.map((id) => holds(id, purpose) && (!needsContact || holds(id, ConsentPurpose.CONTACT)));
}
