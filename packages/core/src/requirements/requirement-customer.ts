import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customers/index.js';
import { Requirement } from './requirement.js';
import { RequirementStake } from './requirement-kinds.js';

/** A customer behind a requirement. Those of linked tickets and feedback are kept up by the platform. */
@ObjectType({
  implements: Node,
  description: 'A customer behind a requirement: who asked for it, or voted for feedback that does.',
})
@Entity({ tableName: 'requirements_customer' })
@Unique({ properties: ['requirement', 'customer'] })
@Index({ properties: ['requirement', 'joinedAt', 'id'] })
@Index({ properties: ['customer', 'joinedAt', 'id'] })
export class RequirementCustomer {
  @Id('requirement_customer') id: string = newId('requirement_customer');

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => Customer, { nullable: true, description: 'The customer.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => RequirementStake, { description: 'What they have to do with it.' })
  @Enum({ items: () => RequirementStake, type: 'string', columnType: 'text' })
  stake!: RequirementStake;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether staff named them; such a customer stays when links go. For staff.',
  })
  @Property({ type: 'boolean' })
  isNamed: boolean = false;

  @Field(() => Date, { description: 'Since when.' })
  @Property({ type: new InstantType() })
  joinedAt!: Date;
}
