import { Purchase } from '@candor/core/customers';
import { StaffMember } from '@candor/core/people';
import { addEntry, idOf, newId, type Tx, tagOf, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { accountOf, join } from '../../ledger/membership.js';
import { LoyaltyOffer } from '../../offers/offer.js';
import { grantOffer } from '../../offers/offer-service.js';
import { dayOf } from '../../programs/calendar.js';
import { setFields } from '../../set-fields.js';
import { LoyaltyWinBack, LoyaltyWinBackChange, WinBackState } from './win-back.js';
import type {
  CancelWinBackInput,
  RecordWinBackContactInput,
  SetWinBackRuleInput,
} from './win-back-inputs.js';
import { LoyaltyWinBackRule, WinBackTrigger } from './win-back-rule.js';

const DAY = 86_400_000;
const OPEN: readonly WinBackState[] = [WinBackState.PLANNED, WinBackState.ACTING, WinBackState.CONTACTED];

/** Adds or changes a rule, by its key. Win-backs that run keep to the instants they have. */
export async function setWinBackRule(tx: Tx, input: SetWinBackRuleInput): Promise<LoyaltyWinBackRule> {
  const { key, name, offerId, quietDays, idempotencyKey: _, ...given } = input;
  const known = await tx.em.findOne(LoyaltyWinBackRule, { key });
  if (!known && (!name || !given.trigger))
    throw new UserError('INVALID', [], 'A new rule needs a name and a trigger.');
  const rule =
    known ??
    tx.em.create(
      LoyaltyWinBackRule,
      { key, name: textsOf(name!), trigger: given.trigger! },
      { partial: true },
    );
  setFields(rule, {
    trigger: given.trigger ?? undefined,
    delayDays: given.delayDays ?? undefined,
    needsContact: given.needsContact ?? undefined,
    wonWithinDays: given.wonWithinDays ?? undefined,
    isActive: given.isActive ?? undefined,
    quietDays,
    ...(name && { name: textsOf(name) }),
    ...(offerId !== undefined && {
      offer: offerId === null ? null : await tx.see(LoyaltyOffer, offerId, ['offerId']),
    }),
  });
  if ((rule.trigger === WinBackTrigger.CHURN) !== (rule.quietDays !== null))
    throw new UserError('INVALID', ['quietDays'], 'Give quietDays for churn, and for churn only.');
  if (rule.offer === null && !rule.needsContact)
    throw new UserError('INVALID', ['offerId'], 'It needs an offer, or somebody who speaks to the customer.');
  audit(tx, {
    action: 'loyalty.setWinBackRule',
    subject: rule.id,
    after: { key, ...given, quietDays, offerId },
  });
  return rule;
}

/** Begins to win a customer back, unless somebody is at it already. Of two at once one begins. */
export async function beginWinBack(
  tx: Tx,
  rule: LoyaltyWinBackRule,
  customerId: string,
  about: string,
): Promise<string | null> {
  await tx.em.flush();
  const actsAt = new Date(tx.now.getTime() + rule.delayDays * DAY);
  const endsAt = new Date(actsAt.getTime() + rule.wonWithinDays * DAY);
  const [fresh] = await tx.query<{ id: string }>(
    `insert into loyalty_win_back (id, created_at, updated_at, rule_id, customer_id, open_for, about, started_at, acts_at, ends_at)
     select $1, $2, $2, $3, id, id, $5, $2, $6, $7 from customers_customer where id = $4 and archived_at is null
     on conflict (open_for) do nothing returning id`,
    [
      uuidOf('loyalty_win_back', newId('loyalty_win_back')),
      tx.now.toISOString(),
      uuidOf('loyalty_win_back_rule', rule.id),
      uuidOf('customer', customerId),
      about,
      actsAt.toISOString(),
      endsAt.toISOString(),
    ],
  );
  if (!fresh) return null;
  const winBack = await tx.em.findOneOrFail(LoyaltyWinBack, { id: idOf('loyalty_win_back', fresh.id) });
  note(tx, winBack, null, rule.key);
  return winBack.id;
}

/** Makes the offer of the rule and asks for the contact. Locks the win-back; one that is over stays as it is. */
export async function act(tx: Tx, winBackId: string): Promise<void> {
  const winBack = await tx.get(LoyaltyWinBack, winBackId, { field: ['winBackId'] });
  if (winBack.state !== WinBackState.PLANNED) return;
  const rule = await tx.em.findOneOrFail(
    LoyaltyWinBackRule,
    { id: winBack.rule.id },
    { populate: ['offer', 'offer.program', 'offer.minimumTier'] },
  );
  const reason = rule.offer === null ? null : await offerTo(tx, winBack, rule.offer);
  move(tx, winBack, WinBackState.ACTING, reason);
}

/** Grants the offer where the customer may have it; answers what became of it, for the history. */
async function offerTo(tx: Tx, winBack: LoyaltyWinBack, offer: LoyaltyOffer): Promise<string> {
  const { program } = offer;
  const customerId = winBack.customer.id;
  const accountId = program.isEnrolmentAutomatic
    ? await join(tx, program.id, customerId)
    : await accountOf(tx, program.id, customerId);
  if (accountId === null) return 'no offer: the customer is no member';
  const today = dayOf(tx.now, program.timeZone).toString();
  winBack.grant = await grantOffer(tx, offer, accountId, today, program.timeZone);
  return winBack.grant ? `offered: ${offer.key}` : 'no offer: it is not due to this customer';
}

/** Somebody spoke to the customer. Locks the win-back. */
export async function recordContact(tx: Tx, input: RecordWinBackContactInput): Promise<LoyaltyWinBack> {
  const winBack = await tx.get(LoyaltyWinBack, input.winBackId, { field: ['winBackId'] });
  assertOpen(winBack);
  const { id } = tx.actor;
  winBack.contactedBy = id && tagOf(id) === 'staff' ? tx.em.getReference(StaffMember, id) : null;
  winBack.contactedAt = tx.now;
  move(tx, winBack, WinBackState.CONTACTED, input.outcome);
  audit(tx, { action: 'loyalty.recordWinBackContact', subject: winBack.id });
  return winBack;
}

/** Calls a win-back off. Locks it. */
export async function cancelWinBack(tx: Tx, input: CancelWinBackInput): Promise<LoyaltyWinBack> {
  const winBack = await tx.get(LoyaltyWinBack, input.winBackId, { field: ['winBackId'] });
  assertOpen(winBack);
  decide(tx, winBack, WinBackState.CANCELLED, input.reason);
  audit(tx, { action: 'loyalty.cancelWinBack', subject: winBack.id, after: { reason: input.reason } });
  return winBack;
}

/** A purchase after it was set off wins the customer back. Locks the win-back. */
export async function winByPurchase(tx: Tx, customerId: string, purchaseId: string, at: Date): Promise<void> {
  const winBack = await openOf(tx, customerId);
  if (!winBack || at < winBack.startedAt || at >= winBack.endsAt) return;
  winBack.purchase = tx.em.getReference(Purchase, purchaseId);
  decide(tx, winBack, WinBackState.WON, null);
}

/** Nothing was bought in time. Locks the win-back; one that is over stays as it is. */
export async function loseIfOpen(tx: Tx, winBackId: string): Promise<void> {
  const winBack = await tx.get(LoyaltyWinBack, winBackId, { field: ['winBackId'] });
  if (OPEN.includes(winBack.state) && winBack.endsAt <= tx.now) decide(tx, winBack, WinBackState.LOST, null);
}

async function openOf(tx: Tx, customerId: string): Promise<LoyaltyWinBack | null> {
  const [found] = await tx.query<{ id: string }>('select id from loyalty_win_back where open_for = $1', [
    uuidOf('customer', customerId),
  ]);
  if (!found) return null;
  const winBack = await tx.get(LoyaltyWinBack, idOf('loyalty_win_back', found.id), { field: [] });
  await tx.em.refresh(winBack);
  return OPEN.includes(winBack.state) ? winBack : null;
}

function assertOpen({ state }: LoyaltyWinBack): void {
  if (!OPEN.includes(state))
    throw new UserError('WIN_BACK_OVER', ['winBackId'], `The win-back is over: ${state}.`);
}

function decide(tx: Tx, winBack: LoyaltyWinBack, to: WinBackState, reason: string | null): void {
  winBack.openFor = null;
  winBack.decidedAt = tx.now;
  move(tx, winBack, to, reason);
}

function move(tx: Tx, winBack: LoyaltyWinBack, to: WinBackState, reason: string | null): void {
  const from = winBack.state;
  winBack.state = to;
  note(tx, winBack, from, reason);
}

function note(tx: Tx, winBack: LoyaltyWinBack, from: WinBackState | null, reason: string | null): void {
  const { id, customer, state } = winBack;
  const actor = tx.actor.id ?? tx.actor.kind;
  addEntry(tx, LoyaltyWinBackChange, { winBack: id, at: tx.now, from, to: state, reason, actor });
  emit(tx, 'loyalty.win-back-changed', {
    subject: id,
    payload: { winBackId: id, customerId: customer.id, state },
  });
}

/** The customers who stay away by a rule, each with the last purchase, and nobody who was tried since then. */
export async function quietCustomers(tx: Tx, rule: LoyaltyWinBackRule, limit: number) {
  const since = new Date(tx.now.getTime() - rule.quietDays! * DAY).toISOString();
  const rows = await tx.query<{ customer_id: string; last: string }>(
    `with lasts as (
       select distinct on (customer_id) customer_id, id, purchased_at from customers_purchase
       where state <> 'REVERSED' order by customer_id, purchased_at desc, id desc
     )
     select l.customer_id, l.id as last from lasts l join customers_customer c on c.id = l.customer_id
     where l.purchased_at < $1 and c.archived_at is null and not exists (
       select from loyalty_win_back w where w.customer_id = l.customer_id
         and (w.open_for is not null or w.started_at > l.purchased_at))
     order by l.purchased_at, l.customer_id limit $2`,
    [since, limit],
  );
  return rows.map((row) => ({
    customerId: idOf('customer', row.customer_id),
    about: idOf('purchase', row.last),
  }));
}
