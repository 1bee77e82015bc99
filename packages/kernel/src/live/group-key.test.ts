import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { accessSignature, groupKey } from './group-key.js';
import { sessionOf } from './live-fixture.js';

function keyOf(source: string, variables: Record<string, unknown>, session = sessionOf('a')): string {
  const operation = { document: parse(source), source, operationName: undefined, variables };
  return groupKey(operation, session, accessSignature(session.actor));
}

const WHOLE = 'subscription ($b: ID!, $since: StreamPosition) { board(id: $b, since: $since) { n } }';

describe('watchers share executions', () => {
  const parts = 'subscription ($e: ID!, $o: Int!) { board(id: 1, since: { epoch: $e, offset: $o }) { n } }';
  test.each([
    ['who go on from other positions', WHOLE, { b: 1, since: { offset: 1 } }, { b: 1, since: { offset: 2 } }],
    ['who go on, and who begin', WHOLE, { b: 1, since: { offset: 1 } }, { b: 1 }],
    ['who name the parts of their position', parts, { e: 'x', o: 1 }, { e: 'y', o: 2 }],
    ['who name their variables in another order', WHOLE, { b: 1, since: null }, { since: null, b: 1 }],
  ])('%s', (_, source, one, other) => {
    expect(keyOf(source, one)).toBe(keyOf(source, other));
  });
});

describe('sec-6 watchers share nothing', () => {
  const nested =
    'subscription ($s: Int) { board(id: 1, since: { offset: $s }) { changes(since: $s) { n } } }';
  const inFragment =
    'subscription ($s: Int) { ...F } fragment F on Subscription { board(since: { offset: $s }) { n } }';
  test.each([
    ['with other arguments', WHOLE, { b: 1 }, { b: 2 }],
    ['whose position is also the argument of another field', nested, { s: 1 }, { s: 2 }],
    ['whose position cannot be told apart', inFragment, { s: 1 }, { s: 2 }],
  ])('%s', (_, source, one, other) => {
    expect(keyOf(source, one)).not.toBe(keyOf(source, other));
  });

  const permissions = (...names: string[]) => ({ permissions: new Set(names) });
  test.each([
    ['of other principals', sessionOf('a'), sessionOf('b')],
    ['of other kinds', sessionOf('a'), sessionOf('a', { kind: 'share' })],
    ['with other permissions', sessionOf('a', permissions('x')), sessionOf('a', permissions('x', 'y'))],
    [
      'with other attributes',
      sessionOf('a', { attributes: { of: '1' } }),
      sessionOf('a', { attributes: { of: '2' } }),
    ],
    ['in other languages', sessionOf('a', {}, 'en'), sessionOf('a', {}, 'zh-CN')],
  ])('%s', (_, one, other) => {
    expect(keyOf(WHOLE, { b: 1 }, one)).not.toBe(keyOf(WHOLE, { b: 1 }, other));
  });

  test('but the order in which permissions are listed makes no difference', () => {
    const one = sessionOf('a', permissions('x', 'y'));
    const other = sessionOf('a', permissions('y', 'x'));
    expect(keyOf(WHOLE, { b: 1 }, one)).toBe(keyOf(WHOLE, { b: 1 }, other));
  });
});
