import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { SealedType } from '@candor/kernel/privacy';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from '../customer.js';

/** What a customer did. */
export enum BehaviourKind {
  BROWSING = 'BROWSING',
  SEARCH = 'SEARCH',
  INTERACTION = 'INTERACTION',
}

registerEnumType(BehaviourKind, {
  name: 'BehaviourKind',
  description: 'What a customer did that was kept.',
  valuesConfig: {
    BROWSING: { description: 'Looked at something.' },
    SEARCH: { description: 'Searched for something.' },
    INTERACTION: { description: 'Did something, such as putting a product in the basket.' },
  },
});

/** Something that a customer did; kept only with consent, added and never changed. */
@ObjectType({
  implements: Node,
  description: 'Something that a customer did, kept with consent. Records are added, never changed.',
})
@Entity({ tableName: 'customers_behaviour' })
@Index({ properties: ['customer', 'at', 'id'] })
@Index({ properties: ['at'] })
export class BehaviourRecord {
  @Id('behaviour') id: string = newId('behaviour');

  @Field(() => Customer, { nullable: true, description: 'Who did it.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => BehaviourKind, { description: 'What sort of thing it was.' })
  @Enum({ items: () => BehaviourKind, type: 'string', columnType: 'text' })
  kind!: BehaviourKind;

  @Field(() => String, { description: 'Where, as a key such as `site` or `app`.' })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Date, { description: 'When.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'What exactly, such as the words that were searched for; it lies encrypted.',
  })
  @Property({ type: new SealedType({ owner: 'customer' }), nullable: true })
  detail: string | null = null;
}
