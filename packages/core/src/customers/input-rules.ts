import { LOCALES } from '@candor/kernel/graphql';
import { IsIn, IsTimeZone, Matches, registerDecorator, ValidateIf } from 'class-validator';
import { AMOUNT } from './decimal.js';

/** Rules that several inputs of this module share; each says what would be right. */

/** A key that companies choose themselves, such as a channel or a label. */
export function IsKey({ each = false } = {}): PropertyDecorator {
  return Matches(/^[a-z][a-z0-9-]{0,49}$/, {
    each,
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

export function IsAmount(): PropertyDecorator {
  return Matches(AMOUNT, {
    message: 'Give a decimal number such as 129.90, without a sign, with up to four digits behind the point.',
  });
}

/** An ISO 4217 code that the platform's own list of currencies has. */
export function IsCurrency(): PropertyDecorator {
  const codes = new Set(Intl.supportedValuesOf('currency'));
  return (target, propertyName) =>
    registerDecorator({
      name: 'isCurrency',
      target: target.constructor,
      propertyName: propertyName as string,
      options: { message: 'The currency must be a code of ISO 4217, such as CNY.' },
      validator: { validate: (value) => typeof value === 'string' && codes.has(value) },
    });
}
