import { LOCALES } from '@candor/kernel/graphql';
import { IsIn, IsTimeZone, Matches, ValidateIf } from 'class-validator';

/** Rules that several inputs of this module share; each says what would be right. */

/** A key that companies choose themselves, such as a channel or a label. */
export function IsKey(): PropertyDecorator {
  return Matches(/^[a-z][a-z0-9-]{0,49}$/, {
    message: 'Use lower-case letters, digits and dashes, at most 50.',
  });
}

export function IsName(): PropertyDecorator {
  return Matches(/^(?!\s*$)\P{Cc}{1,200}$/u, {
    message: 'The name must have 1 to 200 characters, on one line.',
  });
}

export function IsLocale(): PropertyDecorator {
  return IsIn(LOCALES, { message: `The language must be one of ${LOCALES.join(', ')}.` });
}

/** An IANA name; an offset such as `+08:00` knows nothing of daylight saving. */
export function IsZone(): PropertyDecorator {
  const message = 'This is no time zone of the IANA list, such as Asia/Shanghai.';
  return (target, key) => {
    IsTimeZone({ message })(target, key as string);
    Matches(/^[A-Za-z]|^$/, { message })(target, key as string);
  };
}

/** A field that may be left out but, once given, must hold something. */
export function IfGiven(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
