import { expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newSecret, signedHeaders } from './signature.js';

const BODY = '{"type":"ticket.closed","data":{"version":3}}';
const signed = (secrets: readonly string[], at = new Date()) =>
  signedHeaders({ id: 'event_1', body: BODY, at }, secrets);

test('(sec-31) a message opens with its secret, and not with another, another text, another id or five minutes later', () => {
  const secret = newSecret();
  const target = new Webhook(secret);
  expect(target.verify(BODY, signed([secret]))).toEqual(JSON.parse(BODY));
  expect(() => new Webhook(newSecret()).verify(BODY, signed([secret]))).toThrow();
  expect(() => target.verify(JSON.stringify(JSON.parse(BODY), null, 1), signed([secret]))).toThrow();
  expect(() => target.verify(BODY, { ...signed([secret]), 'webhook-id': 'event_2' })).toThrow();
  expect(() => target.verify(BODY, signed([secret], new Date(Date.now() - 301_000)))).toThrow();
});

test('(sec-31) while two secrets count, a message opens with either', () => {
  const [before, now] = [newSecret(), newSecret()];
  const headers = signed([now, before]);
  for (const secret of [before, now]) expect(new Webhook(secret).verify(BODY, headers)).toBeTruthy();
  expect(headers['webhook-signature']!.split(' ')).toHaveLength(2);
});

test('a secret has 256 bits and never comes twice', () => {
  expect(Buffer.from(newSecret().replace('whsec_', ''), 'base64')).toHaveLength(32);
  expect(newSecret()).not.toBe(newSecret());
});
