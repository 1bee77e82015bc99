import type { IndexedField } from '@candor/kernel/privacy';
import { isEmail } from 'class-validator';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { ContactPointKind } from './contact-point.js';

/** What a value of each kind has to be, for the person who typed another one. */
export const CONTACT_VALUE_RULES: Readonly<Record<ContactPointKind, string>> = {
  EMAIL: 'This is no e-mail address, such as li.wei@example.com.',
  PHONE: 'Write the number with the code of its country, such as +8613812341234.',
  ADDRESS: 'An address must have 1 to 500 characters.',
  OTHER: 'The value must have 1 to 200 characters, on one line.',
};

/**
 * The value as it is kept: a telephone number in E.164, anything else without space around it. Undefined
 * for a text that does not fit the kind.
 */
export function storedContactValue(kind: ContactPointKind, typed: string): string | undefined {
  switch (kind) {
    case ContactPointKind.EMAIL: {
      // NFKC makes full-width letters and digits plain ones.
      const address = typed.normalize('NFKC').trim();
      return isEmail(address) ? address : undefined;
    }
    case ContactPointKind.PHONE: {
      const number = typed.normalize('NFKC').trim();
      const phone = number.length <= 50 ? parsePhoneNumberFromString(number) : undefined;
      return phone?.isValid() && !phone.ext ? phone.number : undefined;
    }
    case ContactPointKind.ADDRESS: {
      const address = typed.normalize('NFC').replaceAll('\r\n', '\n').trim();
      return /^(?:\P{Cc}|\n){1,500}$/u.test(address) ? address : undefined;
    }
    case ContactPointKind.OTHER: {
      const value = typed.normalize('NFC').trim();
      return /^\P{Cc}{1,200}$/u.test(value) ? value : undefined;
    }
  }
}

/** A stored value with its middle left out: enough for its owner to recognise, too little to reach them by. */
export function maskedContactValue(kind: ContactPointKind, value: string): string {
  switch (kind) {
    case ContactPointKind.EMAIL: {
      const at = value.lastIndexOf('@');
      return `${at > 1 ? value.slice(0, 1) : ''}***${value.slice(at)}`;
    }
    case ContactPointKind.PHONE: {
      const phone = parsePhoneNumberFromString(value);
      const number = phone?.nationalNumber ?? value;
      // At least a third is left out, four of the eleven digits of a Chinese mobile number.
      const first = Math.min(3, Math.floor(number.length * 0.3));
      const last = Math.min(4, Math.floor(number.length * 0.37));
      return `+${phone?.countryCallingCode ?? ''} ${number.slice(0, first)}****${number.slice(number.length - last)}`;
    }
    default:
      return '****';
  }
}

/** How equal values are found though they are sealed. */
export function contactIndex(kind: ContactPointKind): IndexedField {
  const kinds = { EMAIL: 'email', PHONE: 'phone', ADDRESS: 'plain', OTHER: 'plain' } as const;
  return { field: 'customers_contact_point.value', kind: kinds[kind] };
}
