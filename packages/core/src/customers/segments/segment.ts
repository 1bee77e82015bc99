import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { Customer } from '../customer.js';
import { SegmentGroup } from './segment-rule.js';

/** Customers who have something in common, by a rule that is data. */
@ObjectType({ implements: Node, description: 'Customers who have something in common, by a rule.' })
@Entity({ tableName: 'customers_segment' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
export class Segment extends Stamped {
  @Id('segment') id: string = newId('segment');

  @Field(() => String, { description: 'What programs call it, as a key such as `tea-lovers`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What people call it, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => [SegmentGroup], { description: 'Whoever meets all conditions of one of these belongs to it.' })
  @Property({ type: 'json' })
  anyOf!: SegmentGroup[];

  @Field(() => Boolean, { description: 'Whether it is kept up to date; else its members stay as they are.' })
  @Property({ type: 'boolean' })
  isActive: boolean = true;

  @Field(() => Int, { description: 'How many belong to it, as of the last evaluation.' })
  @Property({ type: 'integer' })
  memberCount: number = 0;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was last evaluated; null before the first time.',
  })
  @Property({ type: new InstantType(), nullable: true })
  evaluatedAt: Date | null = null;
}

/** The time during which a customer belonged to a segment. */
@ObjectType({ implements: Node, description: 'The time during which a customer belonged to a segment.' })
@Entity({ tableName: 'customers_segment_member' })
@Unique({ properties: ['segment', 'customer'], where: 'is_current' })
@Index({ properties: ['segment', 'enteredAt', 'id'] })
@Index({ properties: ['customer', 'enteredAt', 'id'] })
export class SegmentMember {
  @Id('segment_member') id: string = newId('segment_member');

  @Field(() => Segment, { nullable: true, description: 'The segment.' })
  @ManyToOne(() => Segment)
  segment!: Segment;

  @Field(() => Customer, { nullable: true, description: 'The customer.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => Date, { description: 'Since when.' })
  @Property({ type: new InstantType() })
  enteredAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Until when; null while it lasts.' })
  @Property({ type: new InstantType(), nullable: true })
  leftAt: Date | null = null;

  @Field(() => Boolean, { description: 'Whether it lasts.' })
  @Property({ type: 'boolean' })
  isCurrent: boolean = true;
}
