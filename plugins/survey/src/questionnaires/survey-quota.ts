import '@candor/kernel';
import { Field, Int, ObjectType } from 'type-graphql';

/** How many responses of one group are wanted. Stored within the survey. */
@ObjectType({ description: 'How many responses of one group a survey wants at most.' })
export class SurveyQuota {
  @Field(() => String, { description: 'The hidden field that tells the groups apart, such as `region`.' })
  segment!: string;

  @Field(() => String, { description: 'The value of the group, such as `north`.' })
  value!: string;

  @Field(() => Int, { description: 'How many responses; the next one of the group is not taken any more.' })
  limit!: number;
}
