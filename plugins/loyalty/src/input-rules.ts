import { AMOUNT } from '@candor/core/customers';
import { LocalizedTextInput } from '@candor/kernel/graphql';
import {
  ArrayMinSize,
  IsTimeZone,
  Matches,
  Max,
  Min,
  registerDecorator,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Field } from 'type-graphql';

/** Rules that several inputs of this plugin share; each says what would be right. */

/** Unchecked where the field was left out or is null. */
export function IfSet(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined && value !== null);
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

/** A key that the company chooses, such as `silver`. */
export function IsKey(): PropertyDecorator {
  return Matches(/^[a-z][a-z0-9-]{0,49}$/, {
    message: 'Use lower-case letters, digits and dashes, at most 50.',
  });
}

export function IsAmount(): PropertyDecorator {
  const message = 'Give a decimal number such as 129.90, with up to four digits behind the point.';
  return all(IfSet(), Matches(AMOUNT, { message }));
}

export function IsCount(from: number, to: number): PropertyDecorator {
  const message = `Give a whole number from ${from} to ${to}.`;
  return all(IfSet(), Min(from, { message }), Max(to, { message }));
}

export function IsZone(): PropertyDecorator {
  const message = 'This is no time zone of the IANA list, such as Asia/Shanghai.';
  return all(IfSet(), IsTimeZone({ message }), Matches(/^[A-Za-z]/, { message }));
}

export function IsCurrency(): PropertyDecorator {
  const codes = new Set(Intl.supportedValuesOf('currency'));
  const known: PropertyDecorator = (target, propertyName) =>
    registerDecorator({
      name: 'isCurrency',
      target: target.constructor,
      propertyName: propertyName as string,
      options: { message: 'The currency must be a code of ISO 4217, such as CNY.' },
      validator: { validate: (value) => typeof value === 'string' && codes.has(value) },
    });
  return all(IfSet(), known);
}

/** A text in one or more languages. */
export function Texts(description: string, nullable: boolean): PropertyDecorator {
  return all(
    Field(() => [LocalizedTextInput], { nullable, description }),
    IfSet(),
    ValidateNested({ each: true }),
    ArrayMinSize(1, { message: 'Give the text in one language at least.' }),
  );
}
