import { afterEach, describe, expect, it } from '@jest/globals';
import { type Answer, coded, FakeEngine, type Running, serve } from './fixture.js';
import { type AdHoc, PersistedDocuments, sha256 } from './persisted-documents.js';
import { RawSocket } from './raw-socket.js';

const HELLO = 'query Hello($name: String) { hello(name: $name) }';
const TOUCH = 'mutation { touch }';
const COUNT = 'subscription { count(to: 2) }';
const AD_HOC = '{ hello }';
const LIST = {
  byHash: new Map([HELLO, TOUCH, COUNT].map((text) => [sha256(text), text])),
  byName: new Map([['Hello', HELLO]]),
};
const ALICE = { authorization: 'Bearer alice' };

let running: Running | undefined;
afterEach(() => running?.server.close(0));

async function start(adHoc: AdHoc = 'everybody'): Promise<string> {
  running = await serve({ documents: new PersistedDocuments(LIST, adHoc) }, new FakeEngine());
  return running.url;
}

const byHash = (text: string, more: object = {}) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } },
  ...more,
});

type Send = (url: string, request: object, headers?: Record<string, string>) => Promise<Answer['body']>;

const post: Send = async (url, request, headers = {}) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify(request),
  });
  return (await response.json()) as Answer['body'];
};
const get: Send = async (url, request, headers = {}) => {
  const search = new URLSearchParams(
    Object.entries(request).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const response = await fetch(`${url}/graphql?${search}`, {
    headers: { accept: 'application/graphql-response+json', 'apollo-require-preflight': '1', ...headers },
  });
  return (await response.json()) as Answer['body'];
};
const stream: Send = async (url, request, headers = {}) => {
  const response = await fetch(`${url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(request),
  });
  const text = await response.text();
  const data = /^data: (\{.*)$/m.exec(text)?.[1] ?? text;
  return JSON.parse(data) as Answer['body'];
};
const socket: Send = async (url, request, headers = {}) => {
  const raw = await RawSocket.ready(url, headers['authorization']);
  raw.send({ id: '1', type: 'subscribe', payload: { query: '', ...request } });
  const { payload } = await raw.next();
  raw.ws.terminate();
  return (Array.isArray(payload) ? { errors: payload } : payload) as Answer['body'];
};

const TRANSPORTS: Array<[string, Send]> = [
  ['POST', post],
  ['GET', get],
  ['an event stream', stream],
  ['a socket', socket],
];

describe.each(TRANSPORTS)('api-20 a persisted document over %s', (_name, send) => {
  it('is found by its hash and by its name, with the variables of the request', async () => {
    const url = await start();
    const variables = { name: 'Ada' };
    expect((await send(url, byHash(HELLO, { variables }))).data).toEqual({ hello: 'Hello, Ada' });
    expect((await send(url, { documentId: `sha256:${sha256(HELLO)}`, variables })).data).toEqual({
      hello: 'Hello, Ada',
    });
    expect((await send(url, { documentId: 'Hello', variables })).data).toEqual({ hello: 'Hello, Ada' });
  });

  it('that is not known is not found, and nothing is executed', async () => {
    const url = await start();
    for (const request of [byHash(AD_HOC), { documentId: 'Other' }])
      expect((await send(url, request)).errors?.[0]).toMatchObject(coded('PERSISTED_QUERY_NOT_FOUND'));
    expect(running!.engine.executed).toEqual([]);
  });

  it('is refused where its hash is that of another text, and not remembered by it', async () => {
    const url = await start();
    const answer = await send(url, byHash(HELLO, { query: AD_HOC }));
    expect(answer.errors?.[0]).toMatchObject(coded('BAD_REQUEST'));
    expect((await send(url, byHash(AD_HOC, { query: AD_HOC }))).data).toEqual({ hello: 'Hello, world' });
    expect((await send(url, byHash(AD_HOC))).errors?.[0]).toMatchObject(coded('PERSISTED_QUERY_NOT_FOUND'));
    expect(running!.engine.executed).toEqual(['hello']);
  });

  it.each<[AdHoc, Record<string, string>, boolean]>([
    ['everybody', {}, true],
    ['signed-in', {}, false],
    ['signed-in', ALICE, true],
    ['nobody', {}, false],
    ['nobody', ALICE, false],
  ])(
    'is the only one where ad-hoc documents are for %s, asked with %p: %p',
    async (adHoc, who, isAnswered) => {
      const url = await start(adHoc);
      const answer = await send(url, { query: AD_HOC }, who);
      if (isAnswered) expect(answer.data).toEqual({ hello: 'Hello, world' });
      else expect(answer.errors?.[0]).toMatchObject(coded('FORBIDDEN'));
      expect(running!.engine.executed).toEqual(isAnswered ? ['hello'] : []);
      // What is on the list is answered, by its hash as by its text.
      expect((await send(url, byHash(HELLO), who)).data).toEqual({ hello: 'Hello, world' });
      expect((await send(url, { query: HELLO }, who)).data).toEqual({ hello: 'Hello, world' });
    },
  );

  it('with a hash that is none is a bad request', async () => {
    const url = await start();
    const answer = await send(url, { extensions: { persistedQuery: { version: 1, sha256Hash: 5 } } });
    expect(answer.errors?.[0]).toMatchObject(coded('BAD_REQUEST'));
  });
});

describe('api-20 a persisted document', () => {
  it('that is a mutation is not answered by GET', async () => {
    const url = await start('nobody');
    expect((await get(url, byHash(TOUCH))).errors?.[0]).toMatchObject(coded('BAD_REQUEST'));
    expect((await post(url, byHash(TOUCH))).data).toEqual({ touch: 'touched' });
  });

  it('that is a subscription is watched over a socket and over an event stream', async () => {
    const url = await start('nobody');
    for (const send of [socket, stream]) expect((await send(url, byHash(COUNT))).data).toEqual({ count: 1 });
    expect((await post(url, byHash(COUNT))).errors?.[0]).toMatchObject(coded('OPERATION_RESOLUTION_FAILURE'));
  });

  it('is asked for with parameters that can be read', async () => {
    const url = await start();
    expect((await get(url, { extensions: '{' })).errors?.[0]).toMatchObject(coded('BAD_REQUEST'));
    expect((await post(url, { documentId: 7 })).errors?.[0]).toMatchObject(coded('BAD_REQUEST'));
  });
});
