import { describe, expect, test } from '@jest/globals';
import { ContactPointKind } from './contact-point.js';
import { maskedContactValue, storedContactValue } from './contact-value.js';

const { EMAIL, PHONE, ADDRESS, OTHER } = ContactPointKind;

describe('a contact value', () => {
  test.each([
    ['an address as it is', EMAIL, ' Li.Wei@example.com ', 'Li.Wei@example.com', 'L***@example.com'],
    ['a full-width address as a plain one', EMAIL, 'ｌｉ＠example.com', 'li@example.com', 'l***@example.com'],
    ['an address of one letter without that letter', EMAIL, 'a@b.co', 'a@b.co', '***@b.co'],
    ['a Chinese mobile number', PHONE, '+86 138-1234-1234', '+8613812341234', '+86 138****1234'],
    [
      'a number in full-width digits',
      PHONE,
      '＋８６１３８１２３４１２３４',
      '+8613812341234',
      '+86 138****1234',
    ],
    ['a short number with most of it left out', PHONE, '+354 410 4000', '+3544104000', '+354 41****00'],
    [
      'a postal address over several lines',
      ADDRESS,
      '1 High Street\r\nLeeds',
      '1 High Street\nLeeds',
      '****',
    ],
    ['anything else', OTHER, 'wxid_li88', 'wxid_li88', '****'],
  ])('keeps %s, and shows it masked', (_, kind, typed, stored, masked) => {
    expect(storedContactValue(kind, typed)).toBe(stored);
    expect(maskedContactValue(kind, stored)).toBe(masked);
  });

  test.each([
    ['an e-mail address without a domain', EMAIL, 'li.wei'],
    ['two e-mail addresses', EMAIL, 'a@example.com, b@example.com'],
    ['an e-mail address with a second header', EMAIL, 'a@example.com\r\nBcc: b@example.com'],
    ['a number without its country', PHONE, '138 1234 1234'],
    ['a number that no country gives out', PHONE, '+86 1'],
    ['a text that is no number', PHONE, 'call me'],
    ['an extension', PHONE, '+44 20 7946 0958 ext. 12'],
    ['no address', ADDRESS, ' \n '],
    ['an address of 501 characters', ADDRESS, 'x'.repeat(501)],
    ['two lines', OTHER, 'a\nb'],
  ])('refuses %s', (_, kind, typed) => {
    expect(storedContactValue(kind, typed)).toBeUndefined();
  });
});
