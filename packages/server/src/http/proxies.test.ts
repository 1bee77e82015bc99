import { expect, it } from '@jest/globals';
import { trustedProxies } from './proxies.js';

const trusts = trustedProxies(['10.0.0.0/8', '192.168.1.7', 'fd00::/8']);

it.each([
  ['10.200.3.4', true],
  ['::ffff:10.200.3.4', true],
  ['192.168.1.7', true],
  ['fd12::1', true],
  ['11.0.0.1', false],
  ['192.168.1.70', false],
  ['::1', false],
  ['10.0.0.1.evil.org', false],
  ['', false],
  [undefined, false],
])('a peer at %s is trusted: %s', (address, expected) => {
  expect(trusts(address)).toBe(expected);
});
