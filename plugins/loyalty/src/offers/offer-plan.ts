import { Customer, customersBornOn } from '@candor/core/customers';
import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { dayOf, keptOn, startOf } from '../programs/calendar.js';
import { LoyaltyOffer, OfferOccasion } from './offer.js';

/** An offer that is due for a member. */
export interface PlannedGrant {
  readonly offerId: string;
  readonly accountId: string;
  /** The day of the occasion, where it is kept. */
  readonly occasion: string;
  readonly timeZone: string;
  /** When that day begins there. */
  readonly at: Date;
}

const DAY = 86_400_000;

/**
 * The offers whose day has begun and is not over, or begins within the next 24 hours, each where it is kept: a
 * birthday with the member, a festival with the program. Planned again, an offer is granted once all the same.
 */
export async function dueOffers(tx: Tx, services: Services): Promise<PlannedGrant[]> {
  const offers = await tx.em.find(
    LoyaltyOffer,
    { isActive: true, occasion: { $ne: OfferOccasion.BY_HAND }, program: { isActive: true } },
    { populate: ['program'] },
  );
  const today = dayOf(tx.now, 'UTC');
  const planned: PlannedGrant[] = [];
  // Somewhere on earth it is yesterday still, and somewhere tomorrow already.
  for (const day of [-1, 0, 1, 2].map((days) => today.add({ days }))) {
    const born = offers.some(({ occasion }) => occasion === OfferOccasion.BIRTHDAY)
      ? (await Promise.all(keptOn(day).map((one) => customersBornOn(services, one)))).flat()
      : [];
    for (const offer of offers) {
      const isBirthday = offer.occasion === OfferOccasion.BIRTHDAY;
      if (isBirthday ? born.length === 0 : !isFestival(offer, day)) continue;
      planned.push(...(await plan(tx, offer, day, isBirthday ? born : null)));
    }
  }
  return planned;
}

async function plan(
  tx: Tx,
  { id, program }: LoyaltyOffer,
  day: Temporal.PlainDate,
  customers: readonly string[] | null,
): Promise<PlannedGrant[]> {
  const rows = await tx.query<{ id: string; customer: string }>(
    'select id, customer_id as customer from loyalty_account where program_id = $1 and ($2::uuid[] is null or customer_id = any($2))',
    [uuidOf('loyalty_program', program.id), customers?.map((one) => uuidOf('customer', one)) ?? null],
  );
  const zones = await zonesOf(tx, customers ?? []);
  return rows.flatMap((row): PlannedGrant[] => {
    const timeZone = zones.get(idOf('customer', row.customer)) ?? program.timeZone;
    const at = startOf(day, timeZone);
    const isOver = startOf(day.add({ days: 1 }), timeZone) <= tx.now;
    if (isOver || at.getTime() >= tx.now.getTime() + DAY) return [];
    const accountId = idOf('loyalty_account', row.id);
    return [{ offerId: id, accountId, occasion: day.toString(), timeZone, at }];
  });
}

/** Where customers keep the time, as far as anybody knows. */
async function zonesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await tx.em.find(Customer, { id: { $in: [...ids] } }, { fields: ['timeZone'] });
  return new Map(found.flatMap(({ id, timeZone }) => (timeZone === null ? [] : [[id, timeZone] as const])));
}

function isFestival({ days }: LoyaltyOffer, day: Temporal.PlainDate): boolean {
  const text = day.toString();
  return days.includes(text) || days.includes(text.slice(5));
}
