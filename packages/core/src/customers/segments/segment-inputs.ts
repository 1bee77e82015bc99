import { CommandInput, IsKey, LocalizedTextInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { SegmentGroup } from './segment-rule.js';

@InputType({ description: 'A segment of customers, new or changed.' })
export class SetSegmentInput extends CommandInput {
  @Field(() => String, { description: 'What programs call it: the one with this key is changed, or added.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What people call it.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Name it in one language at least.' })
  name!: LocalizedTextInput[];

  @Field(() => [SegmentGroup], {
    description: 'Whoever meets all conditions of one of these belongs to the segment.',
  })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Give at least one group of conditions.' })
  @ArrayMaxSize(10, { message: 'Give at most 10 groups of conditions.' })
  anyOf!: SegmentGroup[];

  @Field(() => Boolean, { nullable: true, description: 'Whether it is kept up to date; true if left out.' })
  isActive?: boolean | null;
}
