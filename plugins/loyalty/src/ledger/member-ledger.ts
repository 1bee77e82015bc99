import { idOf, newId, type Tx, uuidOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { LockMode } from '@mikro-orm/core';
import { daysLater, expiryOf } from '../programs/calendar.js';
import { LoyaltyProgram } from '../programs/program.js';
import { LoyaltyAccount } from './account.js';
import { Book, type Reinstated, TooFewPoints } from './book.js';
import { LedgerBucket } from './bucket.js';
import { LoyaltyLot } from './lot.js';
import type { LotState, Portion } from './lots.js';
import { LoyaltyOperation, OperationKind } from './operation.js';
import { balancesOf } from './standing.js';
import { writeOperation } from './write-operation.js';

/** What an operation is known by, and for what it is. */
export interface OperationFacts {
  /** Unique for the member: a second operation of the key does nothing. */
  readonly key: string;
  readonly reason: string;
  /** The public id of what it is about. */
  readonly about?: string | null;
}

export interface EarnFacts extends OperationFacts {
  readonly points: number;
  /** Days until the points are active; as the program says, unless given. */
  readonly pendingDays?: number | null;
  /** The public id of the rule that gives them. */
  readonly rule?: string | null;
}

/** The most points that one member may ever earn: the numbers of GraphQL's `Int` end there. */
export const MOST_POINTS = 2_147_483_647;

const OPEN = Symbol('ledgers of a transaction');

/**
 * The ledger of one member in a transaction. Opening it locks the member's row and nothing else, and first
 * lets happen what is due by now; so operations of one member follow each other, and those of two members
 * never wait for one another.
 */
export class MemberLedger {
  readonly #known = new Map<string, LoyaltyOperation>();

  private constructor(
    private readonly tx: Tx,
    readonly account: LoyaltyAccount,
    readonly program: LoyaltyProgram,
    private readonly book: Book,
    private readonly lots: Map<string, LoyaltyLot>,
  ) {}

  static async open(tx: Tx, accountId: string): Promise<MemberLedger> {
    const open = tx.note(OPEN, () => new Map<string, Promise<MemberLedger>>());
    const ledger = open.get(accountId) ?? MemberLedger.#lock(tx, accountId);
    open.set(accountId, ledger);
    return ledger;
  }

  static async #lock(tx: Tx, id: string): Promise<MemberLedger> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const account = await tx.em.findOneOrFail(LoyaltyAccount, { id }, { lockMode, refresh: true });
    const program = await tx.em.findOneOrFail(LoyaltyProgram, { id: account.program.id });
    const lots = await tx.em.find(LoyaltyLot, { account: id, isOpen: true }, { refresh: true });
    const book = new Book(balancesOf(account), lots.map(stateOf));
    const ledger = new MemberLedger(tx, account, program, book, new Map(lots.map((lot) => [lot.id, lot])));
    await ledger.#mature();
    return ledger;
  }

  /** Gives points: they wait, or are active at once; then they pay a debt first. */
  async earn({ points, pendingDays, ...facts }: EarnFacts): Promise<LoyaltyOperation> {
    const { tx, program, account } = this;
    if (points + account.earned > MOST_POINTS)
      throw new UserError('INVALID', ['points'], `A member can earn ${MOST_POINTS} points at most.`);
    const activatesAt = daysLater(tx.now, pendingDays ?? program.pendingDays, program.timeZone);
    const expiresAt = expiryOf(activatesAt, program);
    const lot = { id: newId('loyalty_lot'), earnedAt: tx.now, activatesAt, expiresAt };
    return this.#post(OperationKind.EARN, { ...facts, points }, (book) => book.earn(lot, points));
  }

  spend(points: number, facts: OperationFacts): Promise<LoyaltyOperation> {
    return this.#post(OperationKind.SPEND, { ...facts, points }, (book) => book.spend(points));
  }

  hold(points: number, facts: OperationFacts): Promise<LoyaltyOperation> {
    return this.#post(OperationKind.HOLD, { ...facts, points }, (book) => book.hold(points));
  }

  /** Spends what a hold has promised; all that is left of it, unless a part is given. */
  async capture(hold: LoyaltyOperation, facts: OperationFacts, part?: number): Promise<LoyaltyOperation> {
    const held = await this.#left(hold, LedgerBucket.HELD);
    const points = part ?? total(held);
    return this.#post(OperationKind.CAPTURE, { ...facts, points, root: hold }, (book) =>
      book.capture(held, points),
    );
  }

  async release(hold: LoyaltyOperation, facts: OperationFacts, part?: number): Promise<LoyaltyOperation> {
    const held = await this.#left(hold, LedgerBucket.HELD);
    const points = part ?? total(held);
    return this.#post(OperationKind.RELEASE, { ...facts, points, root: hold }, (book) =>
      book.release(held, points, this.tx.now, this.#instead()),
    );
  }

  /** Gives back what a spending, or a hold that was captured, has used. */
  async reverse(spent: LoyaltyOperation, facts: OperationFacts, part?: number): Promise<LoyaltyOperation> {
    const used = await this.#left(spent, LedgerBucket.USED);
    const points = part ?? total(used);
    return this.#post(OperationKind.REVERSE, { ...facts, points, root: spent }, (book) =>
      book.reverse(used, points, this.tx.now, this.#instead()),
    );
  }

  /** Takes points back, from anywhere: what is not there any more is owed. */
  clawBack(points: number, facts: OperationFacts): Promise<LoyaltyOperation> {
    return this.#post(OperationKind.CLAW_BACK, { ...facts, points }, (book) => book.clawBack(points));
  }

  /**
   * Takes back what an earning gave, or a part; never more than it gave, and not what expired of it, for the
   * member had nothing from that. Null where nothing is left to take.
   */
  async clawBackEarned(
    earned: LoyaltyOperation,
    points: number,
    facts: OperationFacts,
  ): Promise<LoyaltyOperation | null> {
    await this.tx.em.flush();
    const [row] = await this.tx.query<{ lot: string; left: number }>(CLAWABLE, [uuid(earned)]);
    const most = Math.min(points, row?.left ?? 0);
    const before = await this.#byKey(facts.key);
    if (before || most <= 0) return before;
    const lot = await this.#withLots([row!.lot]).then(([id]) => id!);
    return this.#post(OperationKind.CLAW_BACK, { ...facts, points: most, root: earned }, (book) =>
      book.clawBack(most, lot),
    );
  }

  /** When the next points become active or expire; null where nothing is to come. */
  get nextDue(): Date | null {
    return this.book.nextDue()?.at ?? null;
  }

  async #mature(): Promise<void> {
    for (let due = this.book.nextDue(); due && due.at <= this.tx.now; due = this.book.nextDue()) {
      const { lot, at, kind } = due;
      const state = this.book.lots.get(lot)!;
      const points = kind === 'ACTIVATE' ? state.pending : state.active;
      const facts = { key: `${kind} ${lot}`, reason: kind.toLowerCase(), points, at };
      await this.#post(OperationKind[kind], facts, (book) =>
        kind === 'ACTIVATE' ? book.activate(lot) : book.expire(lot),
      );
    }
  }

  async #post(
    kind: OperationKind,
    facts: Parameters<typeof writeOperation>[1]['facts'],
    act: (book: Book) => void,
  ): Promise<LoyaltyOperation> {
    const before = await this.#byKey(facts.key);
    if (before) return before;
    try {
      act(this.book);
    } catch (error) {
      if (!(error instanceof TooFewPoints)) throw error;
      const message = `It takes ${error.needed} points, and there are ${error.available}.`;
      throw new UserError('INSUFFICIENT_POINTS', [], message);
    }
    const { tx, account, book, lots } = this;
    const operation = writeOperation(tx, { account, book, lots, kind, facts });
    this.#known.set(facts.key, operation);
    return operation;
  }

  async #byKey(key: string): Promise<LoyaltyOperation | null> {
    const account = this.account.id;
    return this.#known.get(key) ?? (await this.tx.em.findOne(LoyaltyOperation, { account, key }));
  }

  /** What is left in a bucket of an operation and of those that followed from it, by lot. */
  async #left(root: LoyaltyOperation, bucket: LedgerBucket): Promise<Portion[]> {
    await this.tx.em.flush();
    const rows = await this.tx.query<{ lot: string; points: number }>(LEFT, [uuid(root), bucket]);
    const ids = await this.#withLots(rows.map(({ lot }) => lot));
    return rows.map(({ points }, index) => ({ lot: ids[index]!, points }));
  }

  /** Sees to it that the book knows lots of which nothing was left; answers their public ids. */
  async #withLots(uuids: readonly string[]): Promise<string[]> {
    const ids = uuids.map((one) => idOf('loyalty_lot', one));
    const missing = ids.filter((id) => !this.lots.has(id));
    for (const lot of await this.tx.em.find(LoyaltyLot, { id: { $in: missing } })) {
      this.lots.set(lot.id, lot);
      this.book.lots.set(lot.id, stateOf(lot));
    }
    return ids;
  }

  #instead(): Reinstated | null {
    const { reinstateDays, timeZone } = this.program;
    if (reinstateDays === 0) return null;
    return { id: newId('loyalty_lot'), expiresAt: daysLater(this.tx.now, reinstateDays, timeZone) };
  }
}

const LEFT = `select e.lot_id as lot, sum(e.points)::int as points
  from loyalty_operation o join loyalty_entry e on e.operation_id = o.id
  where (o.id = $1 or o.root_id = $1) and e.bucket = $2 and e.lot_id is not null
  group by e.lot_id having sum(e.points) > 0`;

const CLAWABLE = `select e.lot_id as lot, (-e.points
    - coalesce((select sum(c.points) from loyalty_operation o join loyalty_entry c on c.operation_id = o.id
                where o.root_id = $1 and o.kind = 'CLAW_BACK' and c.bucket = 'CLAWED_BACK'), 0)
    - coalesce((select sum(x.points) from loyalty_entry x where x.lot_id = e.lot_id and x.bucket = 'EXPIRED'), 0))::int as left
  from loyalty_entry e where e.operation_id = $1 and e.bucket = 'ISSUED'`;

function stateOf({ id, earnedAt, activatesAt, expiresAt, pending, active, held }: LoyaltyLot): LotState {
  return { id, earnedAt, activatesAt, expiresAt, pending, active, held };
}

function total(portions: readonly Portion[]): number {
  return portions.reduce((sum, { points }) => sum + points, 0);
}

function uuid({ id }: LoyaltyOperation): string {
  return uuidOf('loyalty_operation', id)!;
}
