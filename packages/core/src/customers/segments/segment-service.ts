import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Segment } from './segment.js';
import type { SetSegmentInput } from './segment-inputs.js';
import { segmentSql } from './segment-sql.js';

/** Adds a segment, or changes the one of that key. Its members follow in the background. Locks the key. */
export async function setSegment(tx: Tx, input: SetSegmentInput): Promise<Segment> {
  const { key, name, isActive } = input;
  const anyOf = input.anyOf.map(({ allOf }) => ({
    allOf: allOf.map(({ field, operator, values }) => ({ field, operator, values })),
  }));
  segmentSql(anyOf, tx.now);
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`customers_segment ${key}`]);
  const known = await tx.em.findOne(Segment, { key });
  const facts = { name: textsOf(name), anyOf, isActive: isActive ?? true };
  const segment = known
    ? Object.assign(known, facts)
    : tx.em.create(Segment, { key, ...facts }, { partial: true });
  audit(tx, {
    action: 'segment.set',
    subject: segment.id,
    after: { key, anyOf, isActive: segment.isActive },
  });
  emit(tx, 'customer.segment-changed', { subject: segment.id, payload: { segmentId: segment.id } });
  return segment;
}

/** Who has come and who has gone since the last time, in one statement each. Locks the segment. */
export async function evaluateSegment(tx: Tx, segmentId: string): Promise<void> {
  const uuid = uuidOf('segment', segmentId);
  const [segment] = await tx.query<{ any_of: Segment['anyOf'] }>(
    'select any_of from customers_segment where id = $1 and is_active for update',
    [uuid],
  );
  if (!segment) return;
  const { sql, values } = segmentSql(segment.any_of, tx.now);
  const slot = `$${values.length + 1}::uuid`;
  const belongs = `select c.id from customers_customer c where c.archived_at is null and ${sql}`;
  await tx.query(
    `update customers_segment_member set left_at = $1::timestamptz, is_current = false
     where segment_id = ${slot} and is_current and customer_id not in (${belongs})`,
    [...values, uuid],
  );
  await tx.query(
    `insert into customers_segment_member (id, segment_id, customer_id, entered_at, is_current)
     select gen_random_uuid(), ${slot}, id, $1::timestamptz, true from (${belongs}) c
     where not exists (select from customers_segment_member m
       where m.segment_id = ${slot} and m.customer_id = c.id and m.is_current)`,
    [...values, uuid],
  );
  await tx.query(
    `update customers_segment set evaluated_at = $2, member_count =
       (select count(*) from customers_segment_member where segment_id = $1 and is_current) where id = $1`,
    [uuid, tx.now.toISOString()],
  );
}

/** All segments that are kept up to date, one in a transaction. */
export async function evaluateSegments(services: Services, signal: AbortSignal): Promise<void> {
  const rows = await services.query<{ id: string }>(
    'select id from customers_segment where is_active order by id',
  );
  for (const { id } of rows) {
    signal.throwIfAborted();
    await services.command((tx) => evaluateSegment(tx, idOf('segment', id)));
  }
}
