import { describe, expect, test } from '@jest/globals';
import { isOwnAddress, isPublicAddress } from './address.js';
import { INSIDE } from './inside.js';
import { faultOf } from './target.js';

describe('an address of the open Internet', () => {
  test.each(INSIDE)('is not that of %s: %s', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    '93.184.215.14',
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '::ffff:1.1.1.1',
  ])('may be %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each(['', 'localhost', '1.2.3.4.5', '1.2.3.4/8', '[::1]'])('is not "%s", which is none', (text) => {
    expect(isPublicAddress(text)).toBe(false);
    expect(isOwnAddress(text)).toBe(false);
  });
});

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['fd00::1', true],
  ['169.254.169.254', false],
  ['fe80::1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['::ffff:169.254.169.254', false],
])('behind a target that the operator named, %s may stand: %s', (address, may) => {
  expect(isOwnAddress(address)).toBe(may);
});

describe('an address that somebody types', () => {
  const STRICT = { allowHttp: false, privateTargets: [] };

  test.each([
    ['https://127.0.0.1/', 'open Internet'],
    ['https://2130706433/', 'open Internet'],
    ['https://0x7f000001/', 'open Internet'],
    ['https://0177.0.0.1/', 'open Internet'],
    ['https://127.1/', 'open Internet'],
    ['https://１２７.0.0.1/', 'open Internet'],
    ['https://0/', 'open Internet'],
    ['https://[::1]/', 'open Internet'],
    ['https://[::ffff:127.0.0.1]/', 'open Internet'],
    ['https://[fd00::1]:8443/', 'open Internet'],
    ['https://169.254.169.254/latest/meta-data/', 'open Internet'],
    ['https://localhost/', 'open Internet'],
    ['https://LOCALHOST./', 'open Internet'],
    ['https://app.localhost/', 'open Internet'],
    ['https://me@example.com/', 'user name'],
    ['https://me:secret@example.com/', 'user name'],
    ['https://example.com@10.0.0.1/', 'user name'],
    ['http://example.com/', 'https'],
    ['ftp://example.com/', 'such as https'],
    ['file:///etc/passwd', 'such as https'],
    ['gopher://example.com/', 'such as https'],
    ['//example.com/', 'such as https'],
    ['example.com', 'such as https'],
    ['https://', 'such as https'],
    [`https://example.com/${'x'.repeat(2_000)}`, 'at most 2000'],
  ])('is refused: %s', (text, why) => {
    expect(faultOf(text, STRICT)).toContain(why);
  });

  test('may be one that everybody can reach, or that the operator has named to the letter', () => {
    expect(faultOf('https://example.com:8443/hooks?key=1', STRICT)).toBeNull();
    expect(faultOf('http://example.com/', { ...STRICT, allowHttp: true })).toBeNull();
    const named = { ...STRICT, privateTargets: ['http://10.0.0.7:8080'] };
    expect(faultOf('http://10.0.0.7:8080/hooks', named)).toBeNull();
    for (const other of ['http://10.0.0.7:8081/', 'https://10.0.0.7:8080/', 'http://10.0.0.8:8080/'])
      expect(faultOf(other, named)).not.toBeNull();
    expect(faultOf('http://me@10.0.0.7:8080/', named)).toContain('user name');
  });
});
