import type { Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { ContactPointKind } from '../contact-point.js';
import { ConsentPurpose } from '../records/consent.js';
import { isAllowed } from '../records/consent-rule.js';
import { ChannelReason } from './customer-notice.js';

/** The screens that products build: nobody has to be contacted to find something there. */
export const IN_APP = 'app';

/** The sort of notice by which results are told. */
export const RESULT = 'result';

/** What must be known of a customer before one can think of a channel oneself; of others nothing. */
const REACHED_BY: Readonly<Record<string, ContactPointKind>> = {
  sms: ContactPointKind.PHONE,
  phone: ContactPointKind.PHONE,
  mail: ContactPointKind.EMAIL,
  letter: ContactPointKind.ADDRESS,
};

/** The channel for a customer. */
export interface ChosenChannel {
  readonly channel: string;
  readonly reason: ChannelReason;
  /** What the customer wants, for this need or else in general. */
  readonly preferred: string | null;
}

interface Row {
  readonly id: string;
  readonly general: string | null;
  readonly own: string | null;
  readonly kinds: string[];
}

const WISHES = `select c.id, c.preferred_channel as general, p.channel as own,
    array(select distinct k.kind from customers_contact_point k
      where k.customer_id = c.id and k.removed_at is null) as kinds
  from customers_customer c
  left join customers_notice_preference p on p.customer_id = c.id and p.need = $2
  where c.id = any($1::uuid[])`;

/**
 * By which channel each customer is told a sort of thing: what the customer wants for it, else in general, else the
 * first of the plan by which it can be reached; never one that it refused. Where a plan binds, a wish counts only
 * among its channels. A wish is taken at its word: how to reach the customer there may be known elsewhere.
 */
export async function chooseChannels(
  services: Pick<Services, 'query'>,
  customerIds: readonly string[],
  need: string,
): Promise<Map<string, ChosenChannel>> {
  const [plan] = await services.query<{ channels: string[]; binding: boolean }>(
    'select channels, is_binding as binding from customers_notice_plan where need = $1',
    [need],
  );
  const { channels = [], binding = false } = plan ?? {};
  const rows = await services.query<Row>(WISHES, [customerIds.map((id) => uuidOf('customer', id)), need]);
  const candidates = rows.map((row) => ({ id: idOf('customer', row.id), row, of: wishesOf(row) }));
  for (const one of candidates) {
    if (binding) one.of = one.of.filter(([channel]) => channels.includes(channel));
    for (const channel of channels)
      if (isReachable(one.row, channel)) one.of.push([channel, ChannelReason.PLAN]);
  }
  const allowed = await allowances(services, candidates);
  return new Map(
    candidates.map(({ id, row, of }) => {
      const preferred = row.own ?? row.general;
      const found = of.find(([channel]) => channel === IN_APP || allowed.has(`${id} ${channel}`));
      const [channel, reason] = found ?? [IN_APP, ChannelReason.NOTHING_ELSE];
      return [id, { channel, reason, preferred }];
    }),
  );
}

type Candidate = readonly [channel: string, reason: ChannelReason];

function wishesOf({ own, general }: Row): Candidate[] {
  const wishes: Candidate[] = [];
  if (own !== null) wishes.push([own, ChannelReason.PREFERRED_FOR_NEED]);
  if (general !== null) wishes.push([general, ChannelReason.PREFERRED]);
  return wishes;
}

function isReachable({ kinds }: Row, channel: string): boolean {
  const kind = REACHED_BY[channel];
  return kind === undefined || kinds.includes(kind);
}

/** Who may be reached by what, asked once a channel. */
async function allowances(
  services: Pick<Services, 'query'>,
  candidates: ReadonlyArray<{ readonly id: string; readonly of: readonly Candidate[] }>,
): Promise<Set<string>> {
  const byChannel = new Map<string, string[]>();
  for (const { id, of } of candidates)
    for (const channel of new Set(of.map(([channel]) => channel))) {
      const ids = byChannel.get(channel);
      if (ids) ids.push(id);
      else byChannel.set(channel, [id]);
    }
  const allowed = new Set<string>();
  for (const [channel, ids] of byChannel) {
    const answers = await isAllowed(services, ids, channel, ConsentPurpose.CONTACT);
    ids.forEach((id, index) => {
      if (answers[index]) allowed.add(`${id} ${channel}`);
    });
  }
  return allowed;
}
