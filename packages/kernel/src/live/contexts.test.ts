import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { Operation, Session } from '../graphql/engine.js';
import type { Actor } from '../identity/actor.js';
import type { RequestContext } from '../plugin/contract.js';
import { Contexts } from './contexts.js';
import { FakeEngine, sessionOf } from './live-fixture.js';

/** Agents see the same, everybody else has a view of their own. */
class Engine extends FakeEngine {
  override contextOf(session: Session): RequestContext {
    return { ...super.contextOf(session) };
  }

  signatureOf({ kind, id }: Actor): string {
    return kind === 'agent' ? kind : `${kind} ${id}`;
  }
}

const operationOf = (source: string, operationName?: string): Operation => ({
  document: parse(source),
  source,
  operationName,
  variables: {},
});
const operation = operationOf('subscription { posts { n } }');
const agent = (id: string, locale = 'en') => sessionOf(id, { kind: 'agent' }, locale);

test('what is executed in one turn for viewers who see the same shares a context, whatever it is about', () => {
  const contexts = new Contexts(new Engine());
  const one = contexts.of(agent('a'), operation);
  expect(contexts.of(agent('b'), { ...operation, variables: { stream: 'other' } })).toBe(one);
  expect(contexts.of(agent('c', 'zh-CN'), operation)).not.toBe(one);
  expect(contexts.of(agent('d'), operationOf(operation.source))).not.toBe(one);
});

test('(sec-6) nobody is given the context of somebody who sees something else', () => {
  const contexts = new Contexts(new Engine());
  const seen = ['a', 'b'].map((id) => contexts.of(sessionOf(id), operation));
  expect(seen[0]).not.toBe(seen[1]);
  expect(contexts.of(sessionOf('a'), operation)).toBe(seen[0]);
  expect(contexts.of(agent('a'), operation)).not.toBe(seen[0]);
});

test('the next turn reads anew', async () => {
  const contexts = new Contexts(new Engine());
  const before = contexts.of(agent('a'), operation);
  await Promise.resolve();
  expect(contexts.of(agent('a'), operation)).not.toBe(before);
});
