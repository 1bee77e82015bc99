import type { LocalizedTextInput } from '@candor/kernel/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Length,
  Matches,
  Validate,
  ValidateNested,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { isDuration } from './invitations/durations.js';

/** Rules that several inputs share; each says what would be right. */

/** A key that companies choose themselves. */
export function IsKey(options: { each?: boolean } = {}): PropertyDecorator {
  const message = 'Use lower-case letters, digits and dashes, at most 50, a letter first.';
  return Matches(/^[a-z][a-z0-9-]{0,49}$/, { ...options, message });
}

/** A text in several languages: at least one of them, none twice. */
export function Texts(): PropertyDecorator {
  const rules = [
    ValidateNested({ each: true }),
    ArrayMinSize(1, { message: 'Give the text in at least one language, or leave the field out.' }),
    ArrayMaxSize(20, { message: 'Give at most 20 languages.' }),
    ArrayUnique((text: LocalizedTextInput) => text.locale, { message: 'Give each language once.' }),
  ];
  return (target, key) => {
    for (const rule of rules) rule(target, key as string);
  };
}

/** Text of one language that staff write for each other. */
export function IsNote(options: { most?: number; each?: boolean } = {}): PropertyDecorator {
  const { most = 2_000, each = false } = options;
  return Length(1, most, { each, message: `Write 1 to ${most} characters.` });
}

@ValidatorConstraint()
class DurationRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && value.length <= 50 && isDuration(value);
  }

  defaultMessage(): string {
    return 'Use an ISO 8601 duration of at most ten years, such as P3D or PT4H.';
  }
}

export function IsDuration(options: { each?: boolean } = {}): PropertyDecorator {
  return Validate(DurationRule, options);
}
