import { HistoryEntry, Id, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customer.js';
import { StandingKind } from './standing-kinds.js';

/** One change of how a customer stands with the company: of activity, tier or stage of life. */
@ObjectType({
  implements: Node,
  description: 'One change of the activity, the tier or the stage of life of a customer, with its reason.',
})
@Entity({ tableName: 'customers_standing_change' })
@Index({ properties: ['customer', 'at', 'id'] })
@Index({ properties: ['kind', 'customer', 'at'] })
export class StandingChange extends HistoryEntry {
  @Id('standing_change') id: string = newId('standing_change');

  @Field(() => Customer, { nullable: true, description: 'Whose standing it was.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => StandingKind, { description: 'What changed; `from` and `to` are values of it.' })
  @Enum({ items: () => StandingKind, type: 'string', columnType: 'text' })
  kind!: StandingKind;
}
