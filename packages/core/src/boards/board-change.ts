import { Id, InstantType, type LocalizedText, LocalizedTextType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { StaffMember } from '../people/index.js';
import { BoardStage } from './board-stage.js';
import { Milestone } from './milestone.js';
import { ProgressBoard } from './progress-board.js';

/** What happened to a board. */
export enum BoardChangeKind {
  CREATED = 'CREATED',
  PROGRESS = 'PROGRESS',
  MILESTONE = 'MILESTONE',
  HELD = 'HELD',
  RESUMED = 'RESUMED',
  FINISHED = 'FINISHED',
}

registerEnumType(BoardChangeKind, {
  name: 'BoardChangeKind',
  description: 'What happened to a board.',
  valuesConfig: {
    CREATED: { description: 'It was made; the first stage has begun.' },
    PROGRESS: { description: 'Progress was posted.' },
    MILESTONE: { description: 'A milestone was reached.' },
    HELD: { description: 'Work was put on hold.' },
    RESUMED: { description: 'Work goes on.' },
    FINISHED: { description: 'Everything is done.' },
  },
});

/** One change of a board with its own facts, as they were then. It never changes itself. */
@ObjectType({
  implements: Node,
  description: 'One change of a board with its own facts, as they were then. Together they are its history.',
})
@Entity({ tableName: 'boards_change' })
@Index({ properties: ['board', 'at', 'id'] })
export class BoardChange {
  @Id('board_change') id: string = newId('board_change');

  @Field(() => ProgressBoard, { nullable: true, description: 'The board that changed.' })
  @ManyToOne(() => ProgressBoard)
  board!: ProgressBoard;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => BoardChangeKind, { description: 'What happened.' })
  @Enum({ items: () => BoardChangeKind, type: 'string', columnType: 'text' })
  kind!: BoardChangeKind;

  @Field(() => BoardStage, {
    nullable: true,
    description: 'The stage that was being worked on then; null once all was done.',
  })
  @ManyToOne(() => BoardStage, { nullable: true })
  stage: BoardStage | null = null;

  @Field(() => Int, { nullable: true, description: 'How much of that stage was done then, from 0 to 100.' })
  @Property({ type: 'integer', nullable: true })
  stagePercent: number | null = null;

  @Field(() => Int, { description: 'How much of the whole was done then, from 0 to 100.' })
  @Property({ type: 'integer' })
  percent!: number;

  @Field(() => String, { nullable: true, description: 'What was to come next.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  nextStep: LocalizedText | null = null;

  @Field(() => Date, { nullable: true, description: 'When that was expected.' })
  @Property({ type: new InstantType(), nullable: true })
  nextStepExpectedAt: Date | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What was said to it, in the language of the request.',
  })
  @Property({ type: new LocalizedTextType(), nullable: true })
  note: LocalizedText | null = null;

  /** Public ids: the change keeps them even if a step back opens a milestone again. */
  @Field(() => [Milestone], { description: 'The milestones that were reached with it.' })
  @Property({ type: 'text[]' })
  milestones: string[] = [];

  @Field(() => StaffMember, { nullable: true, description: 'Who posted it; null for a program.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  postedBy: StaffMember | null = null;
}
