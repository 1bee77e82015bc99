import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

/** By which channels customers are told something of one sort. */
@ObjectType({
  implements: Node,
  description: 'By which channels customers are told something of one sort, such as a result.',
})
@Entity({ tableName: 'customers_notice_plan' })
@Unique({ properties: ['need'] })
@Index({ properties: ['createdAt', 'id'] })
export class NoticePlan extends Stamped {
  @Id('notice_plan') id: string = newId('notice_plan');

  @Field(() => String, { description: 'The sort of thing, as a key such as `result` or `urgent`.' })
  @Property({ type: 'text' })
  need!: string;

  @Field(() => String, { description: 'What people call it, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => [String], {
    description: 'The channels that fit, the best first, as keys such as `sms`, `mail` or `phone`.',
  })
  @Property({ type: 'text[]' })
  channels!: string[];

  @Field(() => Boolean, {
    description:
      'Whether only these channels fit: then a preference for another one does not count, as for what is urgent.',
  })
  @Property({ type: 'boolean' })
  isBinding: boolean = false;

  @Field(() => String, { nullable: true, description: 'Where it comes from; for staff only.' })
  @Property({ type: new LocalizedTextType() })
  provenance!: LocalizedText;
}
