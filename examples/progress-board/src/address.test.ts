import { expect, test } from '@jest/globals';
import { addressFor, addressOf } from './address.js';

test('token and board stand in the fragment, which no server sees', () => {
  expect(addressOf({ search: '', hash: '#token=t&board=board_1' }, 'en')).toMatchObject({
    token: 't',
    board: 'board_1',
  });
  expect(addressOf({ search: '', hash: '' }, 'en')).toMatchObject({ token: undefined, board: undefined });
  expect(addressOf({ search: '', hash: addressFor('a+b&c', 'board_2') }, 'en')).toMatchObject({
    token: 'a+b&c',
    board: 'board_2',
  });
});

test.each([
  ['', 'zh-TW', 'zh-CN'],
  ['', 'de-DE', 'en'],
  ['', undefined, 'en'],
  ['?lang=en', 'zh-CN', 'en'],
  ['?lang=zh', 'en-GB', 'zh-CN'],
])('with the address %p and a reader of %p the page speaks %p', (search, preferred, language) => {
  expect(addressOf({ search, hash: '' }, preferred).language).toBe(language);
});
