/**
 * What the database itself sees to, whoever writes: nothing of the books is changed or deleted, and nothing is
 * committed that does not balance. The checks are deferred to the commit and look only at what the
 * transaction wrote: each operation against the one before it, so the length of a history costs nothing.
 */
const STANDING = ['earned', 'pending', 'active', 'held', 'used', 'expired', 'clawed_back', 'debt'] as const;
const BUCKETS = {
  earned: 'ISSUED',
  pending: 'PENDING',
  active: 'ACTIVE',
  held: 'HELD',
  used: 'USED',
  expired: 'EXPIRED',
  clawed_back: 'CLAWED_BACK',
  debt: 'DEBT',
} as const;

/** What is owed and what was issued are written as positive numbers, and lie in the books as negative ones. */
const sign = (column: (typeof STANDING)[number]) => (column === 'earned' || column === 'debt' ? '-' : '');

const row = (alias: string) => STANDING.map((column) => `${alias}.${column}`).join(', ');

const after = STANDING.map(
  (column) =>
    `coalesce(before.${column}, 0) ${sign(column) === '-' ? '-' : '+'} coalesce(sum(e.points) filter (where e.bucket = '${BUCKETS[column]}'), 0)`,
).join(', ');

/** At every moment, whatever the lines say. */
const BALANCED = `least(o.pending, o.active, o.held, o.used, o.expired, o.clawed_back, o.debt) >= 0
  and (o.debt = 0 or o.active = 0)
  and o.earned = o.active + o.held + o.pending + o.used + o.expired + o.clawed_back - o.debt`;

export const LEDGER_GUARDS: readonly string[] = [
  `create function loyalty_refuse_change() returns trigger language plpgsql as $$
   begin raise exception 'the books of points are never changed: % on %', tg_op, tg_table_name using errcode = 'restrict_violation'; end $$`,
  ...['loyalty_operation', 'loyalty_entry'].flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${table} for each row execute function loyalty_refuse_change()`,
    `create trigger ${table}_not_emptied before truncate on ${table} for each statement execute function loyalty_refuse_change()`,
  ]),

  `create function loyalty_check_operation(checked uuid) returns void language plpgsql as $$
   declare balances boolean; total bigint;
   begin
     select coalesce(sum(points), 0) into total from loyalty_entry where operation_id = checked;
     if total <> 0 then raise exception 'the lines of the operation % make %, not 0', checked, total using errcode = 'check_violation'; end if;
     select (${row('o')}) is not distinct from (${after}) and (o.sequence = 1 or before.id is not null) and ${BALANCED} into balances
       from loyalty_operation o
       left join loyalty_operation before on before.account_id = o.account_id and before.sequence = o.sequence - 1
       left join loyalty_entry e on e.operation_id = o.id
       where o.id = checked group by o.id, before.id;
     if not balances then raise exception 'the standing after the operation % does not follow from its lines', checked using errcode = 'check_violation'; end if;
   end $$`,

  `create function loyalty_check_account(checked uuid) returns void language plpgsql as $$
   declare balances boolean;
   begin
     select case when a.sequence = 0 then (${row('a')}) = (0, 0, 0, 0, 0, 0, 0, 0) and o.id is null
         else (${row('a')}) is not distinct from (${row('o')}) end into balances
       from loyalty_account a
       left join lateral (select * from loyalty_operation where account_id = a.id order by sequence desc limit 1) o on true
       where a.id = checked and (o.id is null or o.sequence = a.sequence);
     if balances is distinct from true then
       raise exception 'the standing of the member % is not that after the last operation', checked using errcode = 'check_violation';
     end if;
   end $$`,

  `create function loyalty_check_lot(checked uuid) returns void language plpgsql as $$
   declare balances boolean;
   begin
     select (l.pending, l.active, l.held) = (
         coalesce(sum(e.points) filter (where e.bucket = 'PENDING'), 0),
         coalesce(sum(e.points) filter (where e.bucket = 'ACTIVE'), 0),
         coalesce(sum(e.points) filter (where e.bucket = 'HELD'), 0))
         and least(l.pending, l.active, l.held) >= 0 and l.is_open = (l.pending + l.active + l.held > 0) into balances
       from loyalty_lot l left join loyalty_entry e on e.lot_id = l.id where l.id = checked group by l.id;
     if not balances then raise exception 'the lot % is not what its lines make', checked using errcode = 'check_violation'; end if;
   end $$`,

  `create function loyalty_check() returns trigger language plpgsql as $$
   begin
     if tg_table_name = 'loyalty_entry' then
       perform loyalty_check_operation(new.operation_id);
       if new.lot_id is not null then perform loyalty_check_lot(new.lot_id); end if;
     elsif tg_table_name = 'loyalty_operation' then
       perform loyalty_check_operation(new.id);
       perform loyalty_check_account(new.account_id);
     elsif tg_table_name = 'loyalty_lot' then
       perform loyalty_check_lot(new.id);
     else
       perform loyalty_check_account(new.id);
     end if;
     return null;
   end $$`,
  ...(
    [
      ['loyalty_entry', 'insert'],
      ['loyalty_operation', 'insert'],
      ['loyalty_lot', 'insert or update of pending, active, held, is_open'],
      ['loyalty_account', `insert or update of sequence, ${STANDING.join(', ')}`],
    ] as const
  ).map(
    ([table, when]) =>
      `create constraint trigger ${table}_balances after ${when} on ${table}
       deferrable initially deferred for each row execute function loyalty_check()`,
  ),
];
