import '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';

/** What an event must be like. Stored within a trigger. */
@ObjectType({ description: 'What an event must be like for a trigger to act.' })
export class EventFilter {
  @Field(() => String, {
    description:
      'A field of the event’s payload such as `to`, or a fact of its subject such as `ticket.type`, `ticket.class`, `ticket.channel`.',
  })
  field!: string;

  @Field(() => [String], { description: 'Its value is one of these.' })
  values!: string[];
}
