import { Customer } from '@candor/core/customers';
import { Requirement } from '@candor/core/requirements';
import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What one answer makes of a requirement, by the letters of the evaluation table. */
export enum KanoCategory {
  ATTRACTIVE = 'ATTRACTIVE',
  ONE_DIMENSIONAL = 'ONE_DIMENSIONAL',
  MUST_BE = 'MUST_BE',
  INDIFFERENT = 'INDIFFERENT',
  REVERSE = 'REVERSE',
  QUESTIONABLE = 'QUESTIONABLE',
}

registerEnumType(KanoCategory, {
  name: 'ValueKanoCategory',
  description: 'What customers make of a requirement (Kano 1984).',
  valuesConfig: {
    ATTRACTIVE: { description: 'It delights where it is there; nobody misses it.' },
    ONE_DIMENSIONAL: { description: 'The more of it, the better.' },
    MUST_BE: { description: 'It goes without saying; its absence annoys.' },
    INDIFFERENT: { description: 'It makes no difference.' },
    REVERSE: { description: 'They would rather be without it.' },
    QUESTIONABLE: { description: 'The two answers contradict each other; it does not count.' },
  },
});

/** What a customer answered to the pair of questions about a requirement. */
@ObjectType('ValueKanoAnswer', {
  implements: Node,
  description:
    'What a customer answered to the pair of questions about a requirement: if it is there, and if it is not.',
})
@Entity({ tableName: 'requirements_value_kano_answer' })
@Unique({ properties: ['requirement', 'source', 'sourceId'] })
@Index({ properties: ['requirement', 'answeredAt', 'id'] })
@Index({ properties: ['customer'] })
export class ValueKanoAnswer {
  @Id('value_kano_answer') id: string = newId('value_kano_answer');

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => Customer, { nullable: true, description: 'Who answered; null where nobody knows.' })
  @ManyToOne(() => Customer, { nullable: true })
  customer: Customer | null = null;

  @Field(() => Int, {
    description:
      'If it is there: 1 I like it, 2 I expect it, 3 I do not mind, 4 I can live with it, 5 I dislike it.',
  })
  @Property({ type: 'integer' })
  functional!: number;

  @Field(() => Int, { description: 'If it is not there, on the same scale.' })
  @Property({ type: 'integer' })
  dysfunctional!: number;

  @Field(() => KanoCategory, { description: 'What the two answers make of it together.' })
  @Enum({ items: () => KanoCategory, type: 'string', columnType: 'text' })
  category!: KanoCategory;

  @Field(() => String, { description: 'Where it was answered, as a key such as `survey` or `interview`.' })
  @Property({ type: 'text' })
  source!: string;

  @Field(() => String, { description: 'Which response or sheet it was; each counts once.' })
  @Property({ type: 'text' })
  sourceId!: string;

  @Field(() => Date, { description: 'When it was recorded.' })
  @Property({ type: new InstantType() })
  answeredAt!: Date;
}
