import { Customer } from '@candor/core/customers';
import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

/** A customer does not want to be asked. */
@ObjectType('SurveyOptOut', {
  implements: Node,
  description: 'A customer does not want to be asked by surveys.',
})
@Entity({ tableName: 'survey_opt_out' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['isActive', 'createdAt', 'id'] })
export class SurveyOptOut extends Stamped {
  @Id('survey_opt_out') id: string = newId('survey_opt_out');

  @Field(() => Customer, { nullable: true, description: 'The customer.' })
  @ManyToOne(() => Customer, { unique: true })
  customer!: Customer;

  @Field(() => Boolean, { description: 'Whether it holds; false once the customer takes it back.' })
  @Property({ type: 'boolean' })
  isActive: boolean = true;
}
