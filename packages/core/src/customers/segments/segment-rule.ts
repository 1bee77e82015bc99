import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from 'class-validator';
import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** What of a customer a condition looks at. */
export enum SegmentField {
  KIND = 'KIND',
  LOCALE = 'LOCALE',
  INDUSTRY = 'INDUSTRY',
  BUSINESS_LINE = 'BUSINESS_LINE',
  TAG = 'TAG',
  SOURCE = 'SOURCE',
  TIER = 'TIER',
  ACTIVITY = 'ACTIVITY',
  LIFECYCLE = 'LIFECYCLE',
  PRODUCT_CATEGORY = 'PRODUCT_CATEGORY',
  CUSTOM_FIELD = 'CUSTOM_FIELD',
  KNOWN_DAYS = 'KNOWN_DAYS',
  PURCHASE_COUNT = 'PURCHASE_COUNT',
  DAYS_SINCE_PURCHASE = 'DAYS_SINCE_PURCHASE',
}

registerEnumType(SegmentField, {
  name: 'SegmentField',
  description: 'What of a customer a condition of a segment looks at.',
  valuesConfig: {
    KIND: { description: 'Person or company, as a value of `CustomerKind`.' },
    LOCALE: { description: 'The language.' },
    INDUSTRY: { description: 'The industry, as a key.' },
    BUSINESS_LINE: { description: 'The line of business, as a key.' },
    TAG: { description: 'One of the tags, as a key.' },
    SOURCE: { description: 'The channel of one of the sources, as a key.' },
    TIER: { description: 'A value of `CustomerTier`.' },
    ACTIVITY: { description: 'A value of `ActivityLevel`.' },
    LIFECYCLE: { description: 'A value of `LifecycleStage`.' },
    PRODUCT_CATEGORY: { description: 'The category of something that was bought, as a key.' },
    CUSTOM_FIELD: { description: 'A field of the company’s own, as `key=value`.' },
    KNOWN_DAYS: { description: 'For how many days the customer has been known; a number.' },
    PURCHASE_COUNT: { description: 'How many purchases stand; a number.' },
    DAYS_SINCE_PURCHASE: { description: 'How many days ago the last purchase was; a number.' },
  },
});

/** How a condition compares. */
export enum SegmentOperator {
  IS_ANY_OF = 'IS_ANY_OF',
  IS_NONE_OF = 'IS_NONE_OF',
  AT_LEAST = 'AT_LEAST',
  BELOW = 'BELOW',
}

registerEnumType(SegmentOperator, {
  name: 'SegmentOperator',
  description: 'How a condition of a segment compares.',
  valuesConfig: {
    IS_ANY_OF: { description: 'It is one of the values.' },
    IS_NONE_OF: { description: 'It is none of the values; also where nothing is known.' },
    AT_LEAST: { description: 'The number is the value or more; for numbers only, with one value.' },
    BELOW: { description: 'The number is less than the value; for numbers only, with one value.' },
  },
});

/** One condition. */
@ObjectType({ description: 'One condition of a segment.' })
@InputType('SegmentConditionInput', { description: 'One condition of a segment.' })
export class SegmentCondition {
  @Field(() => SegmentField, { description: 'What is looked at.' })
  field!: SegmentField;

  @Field(() => SegmentOperator, { description: 'How it is compared.' })
  operator!: SegmentOperator;

  @Field(() => [String], { description: 'With what; numbers are written as text.' })
  @ArrayMinSize(1, { message: 'Give at least one value.' })
  @ArrayMaxSize(50, { message: 'Give at most 50 values.' })
  @Length(1, 200, { each: true, message: 'A value must have 1 to 200 characters.' })
  values!: string[];
}

/** Conditions that have to hold together. */
@ObjectType({ description: 'Conditions that have to hold together.' })
@InputType('SegmentGroupInput', { description: 'Conditions that have to hold together.' })
export class SegmentGroup {
  @Field(() => [SegmentCondition], { description: 'All of these hold.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Give at least one condition.' })
  @ArrayMaxSize(20, { message: 'Give at most 20 conditions.' })
  allOf!: SegmentCondition[];
}
