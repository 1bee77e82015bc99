import { IsIn, Length } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import type { LocalizedText } from '../database/localized-text.js';
import { LOCALES } from './locales.js';

/** What every mutation's input has. */
@InputType()
export abstract class CommandInput {
  @Field(() => String, {
    nullable: true,
    description:
      'A key of your own, such as a UUID: a repetition with the same key within 24 hours answers as the first time and does nothing.',
  })
  idempotencyKey?: string;
}

/** The input of a mutation that changes one record. */
@InputType()
export abstract class ChangeInput extends CommandInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'The version you have read. If the record is at another one by now, the answer is a CONFLICT with the record as it is.',
  })
  version?: number | null;
}

/** A text in one language. */
@InputType({ description: 'A text in one language.' })
export class LocalizedTextInput {
  @Field(() => String, { description: 'The language, as a BCP 47 tag: `en` or `zh-CN`.' })
  @IsIn(LOCALES, { message: `The language must be one of ${LOCALES.join(', ')}.` })
  locale!: string;

  @Field(() => String, { description: 'The text.' })
  @Length(1, 2_000, { message: 'The text must have 1 to 2000 characters.' })
  text!: string;
}

/** The stored form of a text in several languages. */
export function textsOf(inputs: readonly LocalizedTextInput[]): LocalizedText {
  return Object.fromEntries(inputs.map(({ locale, text }) => [locale, text]));
}
