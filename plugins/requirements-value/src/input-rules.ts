import { rules } from '@candor/kernel/graphql';
import { IsNumber, Matches, Max, Min } from 'class-validator';

/** Rules that several inputs of this plugin share; each says what would be right. */

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
  return rules(
    IsNumber({ allowNaN: false, allowInfinity: false }, { message }),
    Min(least, { message }),
    Max(most, { message }),
  );
}

export function IsPercent(): PropertyDecorator {
  return IsWithin(0, 100);
}
