import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyAccount } from './account.js';
import { LedgerBucket } from './bucket.js';
import { LoyaltyLot } from './lot.js';

/** What an operation did with points. */
export enum OperationKind {
  EARN = 'EARN',
  ACTIVATE = 'ACTIVATE',
  EXPIRE = 'EXPIRE',
  SPEND = 'SPEND',
  HOLD = 'HOLD',
  CAPTURE = 'CAPTURE',
  RELEASE = 'RELEASE',
  REVERSE = 'REVERSE',
  CLAW_BACK = 'CLAW_BACK',
}

registerEnumType(OperationKind, {
  name: 'LoyaltyOperationKind',
  description: 'What an operation did with points.',
  valuesConfig: {
    EARN: { description: 'Points were earned; they wait or are active.' },
    ACTIVATE: { description: 'Waiting points became active.' },
    EXPIRE: { description: 'Active points were not spent in time.' },
    SPEND: { description: 'Active points were spent.' },
    HOLD: { description: 'Active points were promised to a redemption.' },
    CAPTURE: { description: 'Held points were spent.' },
    RELEASE: { description: 'Held points were given back.' },
    REVERSE: { description: 'Spent points were given back.' },
    CLAW_BACK: { description: 'Points were taken back.' },
  },
});

/** One operation of the books, with the standing after it. It never changes; the database refuses to. */
@ObjectType('LoyaltyOperation', {
  implements: Node,
  description: 'One operation of the books: what happened to points, and how they stood after it.',
})
@Entity({ tableName: 'loyalty_operation' })
@Unique({ properties: ['account', 'sequence'] })
@Unique({ properties: ['account', 'key'] })
@Index({ properties: ['account', 'at', 'id'] })
@Index({ properties: ['at'] })
@Index({ properties: ['root'] })
@Index({ properties: ['about'] })
export class LoyaltyOperation {
  @Id('loyalty_operation') id: string = newId('loyalty_operation');

  @Field(() => LoyaltyAccount, { nullable: true, description: 'The member.' })
  @ManyToOne(() => LoyaltyAccount)
  account!: LoyaltyAccount;

  @Field(() => Int, {
    description: 'Its number among the operations of the member, from 1 and without a gap.',
  })
  @Property({ type: 'integer' })
  sequence!: number;

  /** One a member: the same key does nothing twice. */
  @Property({ type: 'text' })
  key!: string;

  @Field(() => OperationKind, { description: 'What happened.' })
  @Enum({ items: () => OperationKind, type: 'string', columnType: 'text' })
  kind!: OperationKind;

  @Field(() => Date, {
    description: 'When it counts: points that expire do so at their instant, not when it is written down.',
  })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => Int, { description: 'How many points it moved.' })
  @Property({ type: 'integer' })
  points!: number;

  @Field(() => LoyaltyOperation, {
    nullable: true,
    description:
      'The operation that it follows from: the hold that is captured or released, the spending that is reversed, the earning that is clawed back.',
  })
  @ManyToOne(() => LoyaltyOperation, { nullable: true })
  root: LoyaltyOperation | null = null;

  /** The rule by which points were earned, and what they are for, as public ids. */
  @Property({ type: 'text', nullable: true })
  rule: string | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'The id of what it is about, such as a purchase or a redemption; null for what happens by itself.',
  })
  @Property({ type: 'text', nullable: true })
  about: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, as a key such as `purchase`, `goodwill` or the key of the earning rule.',
  })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Property({ type: 'integer' }) earned!: number;
  @Property({ type: 'integer' }) pending!: number;

  @Field(() => Int, { description: 'What could be spent after it.' })
  @Property({ type: 'integer' })
  active!: number;

  @Property({ type: 'integer' }) held!: number;
  @Property({ type: 'integer' }) used!: number;
  @Property({ type: 'integer' }) expired!: number;
  @Property({ type: 'integer' }) clawedBack!: number;

  @Field(() => Int, { description: 'What was owed after it.' })
  @Property({ type: 'integer' })
  debt!: number;
}

/** One line of an operation. The lines of an operation are zero together. It never changes. */
@ObjectType('LoyaltyEntry', {
  implements: Node,
  description:
    'One line of an operation: so many points into a bucket, or out of it. The lines of an operation are zero together.',
})
@Entity({ tableName: 'loyalty_entry' })
@Index({ properties: ['operation', 'position', 'id'] })
@Index({ properties: ['account', 'bucket'] })
@Index({ properties: ['lot'] })
export class LoyaltyEntry {
  @Id('loyalty_entry') id: string = newId('loyalty_entry');

  @Field(() => LoyaltyOperation, { nullable: true, description: 'The operation.' })
  @ManyToOne(() => LoyaltyOperation)
  operation!: LoyaltyOperation;

  @ManyToOne(() => LoyaltyAccount)
  account!: LoyaltyAccount;

  @Field(() => Int, { description: 'Its place among the lines, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => LedgerBucket, { description: 'The bucket.' })
  @Enum({ items: () => LedgerBucket, type: 'string', columnType: 'text' })
  bucket!: LedgerBucket;

  @Field(() => LoyaltyLot, {
    nullable: true,
    description: 'The lot that the points belong to; null for a debt.',
  })
  @ManyToOne(() => LoyaltyLot, { nullable: true })
  lot: LoyaltyLot | null = null;

  @Field(() => Int, { description: 'How many: more than 0 into the bucket, less than 0 out of it.' })
  @Property({ type: 'integer' })
  points!: number;
}
