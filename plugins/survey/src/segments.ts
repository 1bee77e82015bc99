import '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';

/** A fact about a person that was kept without being asked. */
@ObjectType({ description: 'A fact about a person that was kept without being asked, such as the tier.' })
export class SurveySegment {
  @Field(() => String, { description: 'Which fact, such as `tier` or `ticket.type`.' })
  key!: string;

  @Field(() => String, { description: 'Its value, such as `gold`.' })
  value!: string;
}

export function segmentsOf(facts: Readonly<Record<string, string>>): SurveySegment[] {
  return Object.entries(facts)
    .sort()
    .map(([key, value]) => ({ key, value }));
}
