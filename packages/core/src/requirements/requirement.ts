import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import type { Opt } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { ProgressBoard } from '../boards/index.js';
import { Origin } from '../conversations/index.js';
import { StaffMember } from '../people/index.js';
import { RequirementClass, RequirementState } from './requirement-kinds.js';

/** Something that customers need from the company: from the source it came from to its delivery. */
@ObjectType({
  implements: Node,
  description:
    'Something that customers need: where it came from, whether it is made and why, what it has to fulfil, who delivers it by when.',
})
@Entity({ tableName: 'requirements_requirement' })
@Index({ properties: ['capturedAt', 'id'] })
@Index({ properties: ['updatedAt', 'id'] })
@Index({ properties: ['priority', 'id'] })
@Index({ properties: ['owner', 'capturedAt', 'id'] })
@Index({ properties: ['owner', 'updatedAt', 'id'] })
@Index({ properties: ['duplicateOf', 'capturedAt', 'id'] })
@Index({ properties: ['board', 'capturedAt', 'id'] })
@Index({ properties: ['sourceKind', 'sourceId'] })
// Values that few rows may have: alone, so that equal entries share their place and the index stays small.
@Index({ properties: ['state'] })
@Index({ properties: ['class'] })
@Index({ properties: ['criteriaCount'] })
export class Requirement extends Stamped {
  @Id('requirement') id: string = newId('requirement');

  @Field(() => String, {
    description:
      'The number that people use for it, unique, such as `R-1024`. Numbers rise; some may be left out.',
  })
  @Property({
    type: 'text',
    unique: true,
    defaultRaw: "('R-'::text || nextval('requirements_number'::regclass))",
  })
  number!: Opt<string>;

  @Field(() => String, { description: 'What is needed, in one line; customers read it.' })
  @Property({ type: 'text' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What is needed, at length; for staff.' })
  @Property({ type: 'text' })
  description: string = '';

  @Field(() => RequirementClass, { description: 'What sort of wish it is.' })
  @Enum({ items: () => RequirementClass, type: 'string', columnType: 'text' })
  class!: RequirementClass;

  @Field(() => RequirementState, { description: 'How far it is.' })
  @Enum({ items: () => RequirementState, type: 'string', columnType: 'text' })
  state: RequirementState = RequirementState.CAPTURED;

  @Field(() => String, {
    nullable: true,
    description:
      'Where it came from, as a key: `ticket`, `message`, `feedback`, `survey-answer`, `form`, `research` or one of your own. For staff.',
  })
  @Property({ type: 'text' })
  sourceKind!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Which ticket, message, answer or form it was: its id, or its number on paper. For staff.',
  })
  @Property({ type: 'text', nullable: true })
  sourceId: string | null = null;

  @Field(() => Date, { description: 'When it was written down.' })
  @Property({ type: new InstantType() })
  capturedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was accepted, declined or found a duplicate.' })
  @Property({ type: new InstantType(), nullable: true })
  triagedAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'Why it is not made; customers read it.' })
  @Property({ type: 'text', nullable: true })
  declinedReason: string | null = null;

  @Field(() => String, { nullable: true, description: 'What customers can do instead; they read it.' })
  @Property({ type: 'text', nullable: true })
  advice: string | null = null;

  @Field(() => Requirement, { nullable: true, description: 'The one that says the same; null for none.' })
  @ManyToOne(() => Requirement, { nullable: true })
  duplicateOf: Requirement | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How soon it is needed, from 1 (can wait) to 5 (now); for staff.',
  })
  @Property({ type: 'integer', nullable: true })
  urgency: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How much depends on it, from 1 (little) to 5 (all); for staff.',
  })
  @Property({ type: 'integer', nullable: true })
  importance: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'Urgency × importance, from 1 to 25, to order by; 0 until it is analysed. For staff.',
  })
  @Property({ type: 'integer' })
  priority: number = 0;

  @Field(() => String, { nullable: true, description: 'What belongs to it.' })
  @Property({ type: 'text', nullable: true })
  scope: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What does not belong to it, so that nobody expects it.',
  })
  @Property({ type: 'text', nullable: true })
  outOfScope: string | null = null;

  @Field(() => [StaffMember], { nullable: true, description: 'Who analysed it together; for staff.' })
  @Property({ type: 'text[]' })
  analysts: string[] = [];

  @Field(() => Int, { description: 'How many acceptance criteria it has.' })
  @Property({ type: 'integer' })
  criteriaCount: number = 0;

  @Field(() => Int, { description: 'How many of them a customer has confirmed as they read now.' })
  @Property({ type: 'integer' })
  confirmedCriteria: number = 0;

  @Field(() => Date, { nullable: true, description: 'When it was analysed last.' })
  @Property({ type: new InstantType(), nullable: true })
  analysedAt: Date | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Who delivers it; null for nobody yet.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  owner: StaffMember | null = null;

  @Field(() => Date, { nullable: true, description: 'When work on it begins by the plan.' })
  @Property({ type: new InstantType(), nullable: true })
  startsAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'By when it is delivered by the plan.' })
  @Property({ type: new InstantType(), nullable: true })
  dueAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'By when the first plan had it delivered. Being on time is measured against this.',
  })
  @Property({ type: new InstantType(), nullable: true })
  firstDueAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was delivered.' })
  @Property({ type: new InstantType(), nullable: true })
  deliveredAt: Date | null = null;

  @Field(() => ProgressBoard, {
    nullable: true,
    description: 'The board on which its progress is shown; null for none.',
  })
  @ManyToOne(() => ProgressBoard, { nullable: true })
  board: ProgressBoard | null = null;

  @Field(() => Origin, {
    nullable: true,
    description: 'Whether it was captured here or taken over from another system; for staff.',
  })
  @Enum({ items: () => Origin, type: 'string', columnType: 'text' })
  origin!: Origin;
}
