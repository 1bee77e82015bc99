import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { Department, StaffMember } from '../../people/index.js';
import { Ticket } from '../ticket.js';

/** That a person took a ticket up, and whether in its turn. Rows are added, never changed. */
@ObjectType({
  implements: Node,
  description:
    'That a person took a ticket up: answered it for the first time, or put it into work. Says whether another one was passed over.',
})
@Entity({ tableName: 'tickets_take_up' })
@Index({ properties: ['at', 'id'] })
@Index({ properties: ['takenBy', 'at', 'id'] })
@Index({ properties: ['department', 'at', 'id'] })
@Index({ properties: ['isInversion', 'at', 'id'] })
export class TicketTakeUp {
  @Id('take_up') id: string = newId('take_up');

  @Field(() => Ticket, { nullable: true, description: 'The ticket that was taken up.' })
  @ManyToOne(() => Ticket, { unique: true })
  ticket!: Ticket;

  @Field(() => Date, { description: 'When.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => StaffMember, { nullable: true, description: 'Who took it up.' })
  @ManyToOne(() => StaffMember)
  takenBy!: StaffMember;

  @Field(() => Department, { nullable: true, description: 'The department that had it then; null for none.' })
  @ManyToOne(() => Department, { nullable: true })
  department: Department | null = null;

  @Field(() => Int, { description: 'The score that it had then.' })
  @Property({ type: 'integer' })
  score!: number;

  @Field(() => Boolean, {
    description:
      'Whether a ticket with a higher score was passed over: one of the same department that waited for nobody else.',
  })
  @Property({ type: 'boolean' })
  isInversion: boolean = false;

  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket whose turn it was; null where none was passed over.',
  })
  @ManyToOne(() => Ticket, { nullable: true, index: true })
  passedOver: Ticket | null = null;

  @Field(() => Int, { nullable: true, description: 'The score of that one then.' })
  @Property({ type: 'integer', nullable: true })
  passedOverScore: number | null = null;
}
