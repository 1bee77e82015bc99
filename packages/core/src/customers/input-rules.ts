import { LOCALES } from '@candor/kernel/graphql';
import { IsIn, Matches, registerDecorator } from 'class-validator';
import { AMOUNT } from './decimal.js';

/** Rules for names, languages and money; each says what would be right. */

export function IsName(): PropertyDecorator {
  return Matches(/^(?!\s*$)\P{Cc}{1,200}$/u, {
    message: 'The name must have 1 to 200 characters, on one line.',
  });
}

export function IsLocale(): PropertyDecorator {
  return IsIn(LOCALES, { message: `The language must be one of ${LOCALES.join(', ')}.` });
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
