import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from '../customers/index.js';
import { StaffMember } from '../people/index.js';
import { Ticket } from '../tickets/index.js';
import { BoardStage } from './board-stage.js';
import { BoardTemplate } from './board-template.js';

/** Whether work goes on. Only an active board takes progress. */
export enum BoardState {
  ACTIVE = 'ACTIVE',
  ON_HOLD = 'ON_HOLD',
  DONE = 'DONE',
  ARCHIVED = 'ARCHIVED',
}

registerEnumType(BoardState, {
  name: 'BoardState',
  description: 'Whether work on what a board shows goes on.',
  valuesConfig: {
    ACTIVE: { description: 'Work goes on.' },
    ON_HOLD: { description: 'Work rests; the notice of the board says why.' },
    DONE: { description: 'Everything is done.' },
    ARCHIVED: { description: 'Put away: nobody finds the board any more.' },
  },
});

/** What a customer sees of one thing that is being done for them: where it stands, and what comes next. */
@ObjectType({
  implements: Node,
  description:
    'What a customer sees of one thing that is being done for them: where it stands, what comes next and when, who is on it.',
})
@Entity({ tableName: 'boards_board' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['lastPostedAt', 'id'] })
@Index({ properties: ['customer', 'createdAt', 'id'] })
@Index({ properties: ['customer', 'lastPostedAt', 'id'] })
@Index({ properties: ['ticket', 'createdAt', 'id'] })
@Index({ properties: ['contact', 'createdAt', 'id'] })
// Values that few rows may have: alone, so that equal entries share their place and the index stays small.
@Index({ properties: ['state'] })
@Index({ properties: ['boardFieldsComplete'] })
export class ProgressBoard extends Stamped {
  @Id('board') id: string = newId('board');

  @Field(() => Customer, { nullable: true, description: 'The customer for whom it is done.' })
  @ManyToOne(() => Customer, { mapToPk: true })
  customer!: string;

  @Field(() => Ticket, { nullable: true, description: 'The ticket that it is done for; null for none.' })
  @ManyToOne(() => Ticket, { mapToPk: true, nullable: true })
  ticket: string | null = null;

  @Field(() => BoardTemplate, {
    nullable: true,
    description: 'The edition of the process that the board was made from; it keeps its stages from then.',
  })
  @ManyToOne(() => BoardTemplate, { mapToPk: true })
  template!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What another system calls it, such as an order number; unique.',
  })
  @Property({ type: 'text', nullable: true, unique: true })
  reference: string | null = null;

  @Field(() => String, { description: 'What is being done, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  title!: LocalizedText;

  @Field(() => BoardState, { description: 'Whether work goes on.' })
  @Enum({ items: () => BoardState, type: 'string', columnType: 'text' })
  state: BoardState = BoardState.ACTIVE;

  @Field(() => BoardStage, {
    nullable: true,
    description: 'The stage that is being worked on; null once all is done.',
  })
  @ManyToOne(() => BoardStage, { nullable: true })
  currentStage: BoardStage | null = null;

  @Field(() => Int, {
    description:
      'How much of the whole is done, from 0 to 100: the percentages of the stages, each counted by its expected duration. 100 only when all is done.',
  })
  @Property({ type: 'integer' })
  percent: number = 0;

  @Field(() => String, { nullable: true, description: 'What comes next, in the language of the request.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  nextStep: LocalizedText | null = null;

  @Field(() => Date, { nullable: true, description: 'When the next step is expected.' })
  @Property({ type: new InstantType(), nullable: true })
  nextStepExpectedAt: Date | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What the customer should know above all, such as the reason for a delay; null for nothing.',
  })
  @Property({ type: new LocalizedTextType(), nullable: true })
  notice: LocalizedText | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Whom the customer can ask about it.' })
  @ManyToOne(() => StaffMember, { mapToPk: true, nullable: true })
  contact: string | null = null;

  @Field(() => Date, {
    description: 'When the board last changed for the customer; at first, when it was made.',
  })
  @Property({ type: new InstantType() })
  lastPostedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When everything was done.' })
  @Property({ type: new InstantType(), nullable: true })
  finishedAt: Date | null = null;

  @Field(() => Boolean, {
    description:
      'Whether the board tells all that it should: stage, percent and next step. A board that is done has no next step.',
  })
  @Property({ type: 'boolean' })
  boardFieldsComplete: boolean = false;
}
