import type { IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { addressOf, trustedProxies } from './proxies.js';

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

it.each<[string, string, string | string[] | undefined, string]>([
  ['nobody', '198.51.100.1', undefined, '198.51.100.1'],
  ['a client that names another, without a proxy', '198.51.100.1', '203.0.113.9', '198.51.100.1'],
  ['a trusted proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  [
    'a trusted proxy, behind a client that names another',
    '10.0.0.1',
    '203.0.113.9, 198.51.100.1',
    '198.51.100.1',
  ],
  ['a client that names trusted proxies', '10.0.0.1', '203.0.113.9, 10.9.9.9, 198.51.100.1', '198.51.100.1'],
  ['two trusted proxies', '10.0.0.1', '203.0.113.9,198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['two headers', '10.0.0.1', ['203.0.113.9', '198.51.100.1, 192.168.1.7'], '198.51.100.1'],
  ['a trusted proxy that names a port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
  ['a trusted proxy that names an IPv6 port', '10.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
  ['trusted proxies alone', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['a trusted proxy that names no address', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['a trusted proxy that names nothing', '10.0.0.1', '', '10.0.0.1'],
])('(sec-28) a request that came through %s', (_what, remoteAddress, forwarded, expected) => {
  const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } };
  expect(addressOf(request as unknown as IncomingMessage, trusts)).toBe(expected);
});
