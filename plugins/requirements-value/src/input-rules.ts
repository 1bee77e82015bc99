import { AMOUNT } from '@candor/core/customers';
import { IsNumber, Matches, Max, Min, registerDecorator, ValidateIf } from 'class-validator';

/** Rules that several inputs of this plugin share; each says what would be right. */

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

/** Unchecked where the field was left out or is null. */
export function IfSet(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined && value !== null);
}

/** A key that the company chooses, such as `sales`. */
export function IsKey(): PropertyDecorator {
  return Matches(/^[a-z][a-z0-9-]{0,49}$/, {
    message: 'Use lower-case letters, digits and dashes, at most 50.',
  });
}

/** A name that expressions may use, such as `monthlyUsers`. */
export function IsInputKey(): PropertyDecorator {
  return Matches(/^[a-z][a-zA-Z0-9]{0,39}$/, {
    message: 'Begin with a lower-case letter; use letters and digits only, at most 40.',
  });
}

export function IsText({ most }: { readonly most: number }): PropertyDecorator {
  return Matches(new RegExp(`^(?=[\\s\\S]*\\S)[\\s\\S]{1,${most}}$`), {
    message: `Write 1 to ${most} characters.`,
  });
}

/** A number within bounds; infinity and NaN are none. */
export function IsWithin(least: number, most: number): PropertyDecorator {
  const message = `Give a number from ${least} to ${most}.`;
  return all(
    IsNumber({ allowNaN: false, allowInfinity: false }, { message }),
    Min(least, { message }),
    Max(most, { message }),
  );
}

export function IsPercent(): PropertyDecorator {
  return IsWithin(0, 100);
}

export function IsAmount(): PropertyDecorator {
  return Matches(AMOUNT, {
    message: 'Give a decimal number such as 129.90, with up to four digits behind the point.',
  });
}

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
