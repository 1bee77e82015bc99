import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Feedback } from '../feedback/index.js';
import { Ticket } from '../tickets/index.js';
import { Requirement } from './requirement.js';

/** That a ticket or feedback asks for a requirement: exactly one of the two is set. */
@ObjectType({ implements: Node, description: 'That a ticket, or feedback, asks for a requirement.' })
@Entity({ tableName: 'requirements_link' })
@Unique({ properties: ['requirement', 'ticket'] })
@Unique({ properties: ['requirement', 'feedback'] })
@Index({ properties: ['requirement', 'linkedAt', 'id'] })
@Index({ properties: ['ticket', 'linkedAt', 'id'] })
@Index({ properties: ['feedback', 'linkedAt', 'id'] })
export class RequirementLink {
  @Id('requirement_link') id: string = newId('requirement_link');

  @Field(() => Requirement, { nullable: true, description: 'The requirement that is asked for.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket that asks for it; null where it is feedback.',
  })
  @ManyToOne(() => Ticket, { nullable: true })
  ticket: Ticket | null = null;

  @Field(() => Feedback, {
    nullable: true,
    description: 'The feedback that asks for it; null where it is a ticket.',
  })
  @ManyToOne(() => Feedback, { nullable: true })
  feedback: Feedback | null = null;

  @Field(() => Date, { description: 'When the link was made.' })
  @Property({ type: new InstantType() })
  linkedAt!: Date;
}
