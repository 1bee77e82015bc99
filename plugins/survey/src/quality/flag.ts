import { Id, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { SurveyResponse } from '../responses/response.js';

/** What is odd about a response. */
export enum FlagKind {
  MISSING = 'MISSING',
  STRAIGHT_LINING = 'STRAIGHT_LINING',
  TOO_FAST = 'TOO_FAST',
  CONTRADICTORY = 'CONTRADICTORY',
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  OTHER = 'OTHER',
}

registerEnumType(FlagKind, {
  name: 'SurveyFlagKind',
  description: 'What is odd about a response.',
  valuesConfig: {
    MISSING: { description: 'More than half of the questions that were shown have no answer.' },
    STRAIGHT_LINING: { description: 'Everything on one scale got the same value.' },
    TOO_FAST: { description: 'It took less time than reading the questions does.' },
    CONTRADICTORY: { description: 'Answers that cannot all be meant.' },
    OUT_OF_RANGE: { description: 'A number that is likely to be mis-keyed.' },
    OTHER: { description: 'What staff saw.' },
  },
});

/** Something odd about a response, which somebody looks at before it counts or is left out. */
@ObjectType('SurveyFlag', {
  implements: Node,
  description:
    'Something odd about a response to a survey. It still counts until staff exclude it with a reason.',
})
@Entity({ tableName: 'survey_flag' })
@Unique({ properties: ['response', 'kind', 'detail'] })
export class SurveyFlag {
  @Id('survey_flag') id: string = newId('survey_flag');

  @Field(() => SurveyResponse, { nullable: true, description: 'The response.' })
  @ManyToOne(() => SurveyResponse)
  response!: SurveyResponse;

  @Field(() => FlagKind, { description: 'What is odd.' })
  @Enum({ items: () => FlagKind, type: 'string', columnType: 'text' })
  kind!: FlagKind;

  @Field(() => String, { description: 'Which questions and values, or what staff saw.' })
  @Property({ type: 'text' })
  detail!: string;

  @Field(() => Boolean, { description: 'Whether it was found by the platform, not by a person.' })
  @Property({ type: 'boolean' })
  isAutomatic!: boolean;
}
