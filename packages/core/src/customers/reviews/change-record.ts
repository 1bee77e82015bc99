import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { StaffMember } from '../../people/index.js';
import { Customer } from '../customer.js';

/** Whether somebody else has looked at a change. */
export enum ChangeState {
  PENDING = 'PENDING',
  VERIFIED = 'VERIFIED',
}

registerEnumType(ChangeState, {
  name: 'CustomerChangeState',
  description: 'Whether somebody else has looked at a change of a customer record.',
  valuesConfig: {
    PENDING: { description: 'Nobody has yet.' },
    VERIFIED: { description: 'Somebody other than whoever made it has found it right.' },
  },
});

/** That facts of a customer record were changed, and whether that was verified. What they were is not kept. */
@ObjectType('CustomerChangeRecord', {
  implements: Node,
  description:
    'That facts of a customer record were changed, and whether somebody has verified that. For staff.',
})
@Entity({ tableName: 'customers_change_record' })
@Index({ properties: ['changedAt', 'id'] })
@Index({ properties: ['customer', 'changedAt', 'id'] })
@Index({ properties: ['state', 'changedAt', 'id'] })
export class ChangeRecord {
  @Id('customer_change') id: string = newId('customer_change');

  @Field(() => Customer, { nullable: true, description: 'Whose record it is.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => [String], { description: 'The fields that changed, such as `industry` or `contactPoints`.' })
  @Property({ type: 'text[]' })
  fields!: string[];

  @Field(() => Date, { description: 'When.' })
  @Property({ type: new InstantType() })
  changedAt!: Date;

  @Field(() => String, { description: 'The id of who did it, or what sort of actor.' })
  @Property({ type: 'text' })
  actor!: string;

  @Field(() => ChangeState, { description: 'Whether it was verified.' })
  @Enum({ items: () => ChangeState, type: 'string', columnType: 'text' })
  state: ChangeState = ChangeState.PENDING;

  @Field(() => Date, { nullable: true, description: 'When it was verified; null before.' })
  @Property({ type: new InstantType(), nullable: true })
  verifiedAt: Date | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Who verified it; null before.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  verifiedBy: StaffMember | null = null;
}
