import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { Entity, Enum, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ProgressBoard } from './progress-board.js';

/** Where one stage stands. */
export enum StageState {
  PENDING = 'PENDING',
  CURRENT = 'CURRENT',
  DONE = 'DONE',
  SKIPPED = 'SKIPPED',
}

registerEnumType(StageState, {
  name: 'StageState',
  description: 'Where one stage of a board stands.',
  valuesConfig: {
    PENDING: { description: 'It has not begun.' },
    CURRENT: { description: 'It is being worked on.' },
    DONE: { description: 'It is finished.' },
    SKIPPED: { description: 'It was passed over; it does not count.' },
  },
});

/** One stage of one board: what the template promised, and what became of it. */
@ObjectType({
  implements: Node,
  description:
    'One stage of a board: what was promised of it when the board was made, and what became of it.',
})
@Entity({ tableName: 'boards_stage' })
@Unique({ properties: ['board', 'position'] })
export class BoardStage extends Stamped {
  @Id('board_stage') id: string = newId('board_stage');

  @Field(() => ProgressBoard, { nullable: true, description: 'The board it belongs to.' })
  @ManyToOne(() => ProgressBoard, { mapToPk: true })
  board!: string;

  @Field(() => Int, { description: 'Its place on the board, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, { description: 'What the stage is called, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => String, { description: 'Who does it: a role or a team, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  owner!: LocalizedText;

  @Field(() => String, { description: 'How long it takes as a rule: an ISO 8601 duration, such as `P3D`.' })
  @Property({ type: 'text' })
  expectedDuration!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the customer has to do in this stage; null when there is nothing.',
  })
  @Property({ type: new LocalizedTextType(), nullable: true })
  customerPart: LocalizedText | null = null;

  @Field(() => Int, { description: 'How much of the stage is done, from 0 to 100.' })
  @Property({ type: 'integer' })
  percent: number = 0;

  @Field(() => StageState, { description: 'Where the stage stands.' })
  @Enum({ items: () => StageState, type: 'string', columnType: 'text' })
  state: StageState = StageState.PENDING;

  @Field(() => Date, { nullable: true, description: 'When work on it began.' })
  @Property({ type: new InstantType(), nullable: true })
  startedAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was finished.' })
  @Property({ type: new InstantType(), nullable: true })
  finishedAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When it is expected to be finished, from the expected durations; planned anew when another stage begins.',
  })
  @Property({ type: new InstantType(), nullable: true })
  expectedAt: Date | null = null;
}
