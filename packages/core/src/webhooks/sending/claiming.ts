import { idOf, type Tx } from '@candor/kernel/database';
import { FAILURES_UNTIL_PAUSE } from './retry-plan.js';

/** A message that this process sends, and nobody else until the lease is over. */
export interface Claimed {
  readonly id: string;
  readonly claim: number;
  readonly endpoint: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly messageId: string;
  readonly body: string;
  /** Whether it is a test, which is not tried again and says nothing about the target's health. */
  readonly isPing: boolean;
  /** Of what it tells of. */
  readonly trace: string | null;
}

interface Room {
  /** How many may be claimed. */
  readonly overall: number;
  /** How many one endpoint may have under way, and how many each has by now. */
  readonly perEndpoint: number;
  readonly busy: ReadonlyMap<string, number>;
  readonly leaseEndsAt: Date;
}

interface Row {
  readonly id: string;
  readonly claim: number;
  readonly endpoint_id: string;
  readonly url: string;
  readonly secret: string;
  readonly previous_secret: string | null;
  readonly message_id: string;
  readonly body: string;
  readonly event_name: string;
  readonly trace: string | null;
}

export const PING = 'webhook.ping';

/** Old messages that go at a time, so that nobody waits for it. */
const PRUNED = 1_000;

/**
 * Takes messages whose time has come, the longest waiting first, but of no endpoint more than its share. A target
 * that failed several times in a row gets one message, and the rest once that has arrived.
 */
export async function claim(tx: Tx, { overall, perEndpoint, busy, leaseEndsAt }: Room): Promise<Claimed[]> {
  const rows = await tx.query<Row>(CLAIM, [
    tx.now.toISOString(),
    [...busy.keys()],
    [...busy.values()],
    perEndpoint,
    overall,
    leaseEndsAt.toISOString(),
  ]);
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      claim: row.claim,
      endpoint: row.endpoint_id,
      url: row.url,
      secrets: await secretsOf(tx, row),
      messageId: row.message_id,
      body: row.body,
      isPing: row.event_name === PING,
      trace: row.trace,
    })),
  );
}

async function secretsOf(tx: Tx, { endpoint_id, secret, previous_secret }: Row): Promise<string[]> {
  const id = idOf('webhook_endpoint', endpoint_id);
  const place = (column: string) => ({ owner: id, table: 'webhooks_endpoint', id, column });
  const opened = [await tx.open(place('secret'), secret)];
  if (previous_secret !== null) opened.push(await tx.open(place('previous_secret'), previous_secret));
  return opened.filter((one) => one !== null);
}

/** Takes back a claim whose message was not sent, or nobody knows whether it was. */
export async function giveBack(tx: Tx, { id, claim }: Claimed): Promise<void> {
  await tx.query('update webhooks_delivery set lease_ends_at = null where id = $1 and claim = $2', [
    id,
    claim,
  ]);
}

/**
 * Other processes may die over what they are sending: when to look again, once the last of their leases is over.
 * Null where there is nothing to look after, or somebody does already.
 */
export async function watchLeases(tx: Tx): Promise<Date | null> {
  const [row] = await tx.query<{ at: string }>(
    `insert into webhooks_watch (id, at)
     select true, at from (
       select max(lease_ends_at) as at from webhooks_delivery where state = 'PENDING' and lease_ends_at > $1
     ) leases where at is not null
     on conflict (id) do update set at = excluded.at where webhooks_watch.at <= $1
     returning at`,
    [tx.now.toISOString()],
  );
  return row ? new Date(row.at) : null;
}

/** Forgets some messages that are over and came into being before an instant. */
export async function prune(tx: Tx, before: Date): Promise<void> {
  await tx.query(
    `delete from webhooks_delivery where id in (
       select id from webhooks_delivery where created_at < $1 and state <> 'PENDING'
       order by created_at, id limit ${PRUNED} for update skip locked)`,
    [before.toISOString()],
  );
}

const CLAIM = `with chosen as materialized (
    select waiting.id from webhooks_endpoint e
    left join unnest($2::uuid[], $3::integer[]) as busy (endpoint, count) on busy.endpoint = e.id
    cross join lateral (
      select d.id, d.next_attempt_at from webhooks_delivery d
      where d.endpoint_id = e.id and d.state = 'PENDING' and d.next_attempt_at <= $1
        and (d.lease_ends_at is null or d.lease_ends_at <= $1)
        and (d.event_name = '${PING}' or (e.state = 'ENABLED' and (e.resumes_at is null or e.resumes_at <= $1)))
      order by d.next_attempt_at, d.id
      limit greatest(0, case when e.failures >= ${FAILURES_UNTIL_PAUSE} then 1 else $4::integer end - coalesce(busy.count, 0))
      for update skip locked
    ) waiting
    where e.archived_at is null
    order by waiting.next_attempt_at, waiting.id limit $5
  )
  update webhooks_delivery d set lease_ends_at = $6, claim = d.claim + 1
  from chosen, webhooks_endpoint e where d.id = chosen.id and e.id = d.endpoint_id
  returning d.id, d.claim, d.endpoint_id, d.message_id, d.body, d.event_name, d.trace, e.url, e.secret,
    case when e.previous_secret_ends_at > $1 then e.previous_secret end as previous_secret`;
