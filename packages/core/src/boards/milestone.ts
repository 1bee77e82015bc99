import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { BoardStage } from './board-stage.js';
import { ProgressBoard } from './progress-board.js';

/** A point of a board that counts: it is reached or it is not. */
@ObjectType({
  implements: Node,
  description:
    'A point of a board that counts, such as "Requirements confirmed": it is reached or it is not.',
})
@Entity({ tableName: 'boards_milestone' })
@Unique({ properties: ['board', 'position'] })
export class Milestone extends Stamped {
  @Id('milestone') id: string = newId('milestone');

  @Field(() => ProgressBoard, { nullable: true, description: 'The board it belongs to.' })
  @ManyToOne(() => ProgressBoard, { mapToPk: true })
  board!: string;

  @Field(() => BoardStage, { nullable: true, description: 'The stage that it ends.' })
  @ManyToOne(() => BoardStage, { mapToPk: true, index: true })
  stage!: string;

  @Field(() => Int, { description: 'The position of its stage.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, { description: 'What is reached, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => Boolean, {
    description: 'Whether it is a key one, which the customer is told of by all means.',
  })
  @Property({ type: 'boolean' })
  isKey: boolean = false;

  @Field(() => Date, { nullable: true, description: 'When it was reached; null while it is not.' })
  @Property({ type: new InstantType(), nullable: true })
  reachedAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it is due: the end that its stage is expected to have.',
  })
  @Property({ type: new InstantType(), nullable: true })
  dueAt: Date | null = null;
}
