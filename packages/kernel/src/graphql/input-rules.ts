import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsTimeZone,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { LocalizedTextInput } from './inputs.js';

/** Rules that inputs of all modules and plugins share; each says what would be right. */

/** Several rules as one. */
export function rules(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

/** Unchecked where the field was left out; once given, it must hold something. */
export function IfGiven(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** Unchecked where the field was left out or is null. */
export function IfSet(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined && value !== null);
}

/** A key that companies choose themselves, such as `wechat` or `silver`. */
export const KEY = /^[a-z][a-z0-9-]{0,49}$/;

export function IsKey({ each = false } = {}): PropertyDecorator {
  return Matches(KEY, {
    each,
    message: 'Use lower-case letters, digits and dashes, at most 50, a letter first.',
  });
}

/** An IANA name; an offset such as `+08:00` knows nothing of daylight saving. */
export function IsZone(): PropertyDecorator {
  const message = 'This is no time zone of the IANA list, such as Asia/Shanghai.';
  return rules(IsTimeZone({ message }) as PropertyDecorator, Matches(/^[A-Za-z]|^$/, { message }));
}

/** A text in several languages: at least one of them, none twice. */
export function Texts(): PropertyDecorator {
  return rules(
    ValidateNested({ each: true }),
    ArrayMinSize(1, { message: 'Give the text in at least one language, or leave the field out.' }),
    ArrayMaxSize(20, { message: 'Give at most 20 languages.' }),
    ArrayUnique((text: LocalizedTextInput) => text.locale, { message: 'Give each language once.' }),
  );
}
