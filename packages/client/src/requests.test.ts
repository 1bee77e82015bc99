import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CandorError } from './candor-error.js';
import { type Client, type ClientOptions, createClient } from './client.js';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** What the platform answers, one after the other; the last one stays. `null` cuts the line. */
type Answer = { readonly status?: number; readonly body: object | string } | null;

describe('a request', () => {
  let server: Server;
  let url: string;
  let answers: Answer[];
  let asked: Asked[];
  let client: Client;

  const open = (options: Partial<ClientOptions> = {}) => {
    client?.close();
    client = createClient({ url, pauses: { first: 1, longest: 2 }, ...options });
  };

  beforeEach(async () => {
    asked = [];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (!answer) return request.socket.destroy();
      const { status = 200, body } = answer;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    open();
  });
  afterEach(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });

  const failing = (code: string, extensions: object = {}) => ({
    body: { errors: [{ message: `It is ${code}.`, extensions: { code, requestId: 'r1', ...extensions } }] },
  });

  it('says who asks and in which language, with a token that is got anew each time', async () => {
    let count = 0;
    open({ token: async () => `token-${++count}`, language: 'zh-CN' });
    answers = [{ body: { data: { n: 1 } } }];
    await client.query('{ n }');
    expect(await client.query('query ($a: Int) { n(a: $a) }', { a: 2 })).toEqual({ n: 1 });
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(asked[1]).toMatchObject({
      headers: { 'accept-language': 'zh-CN', 'content-type': 'application/json' },
      body: { query: 'query ($a: Int) { n(a: $a) }', variables: { a: 2 } },
    });
  });

  it('is sent again after a cut, an answer that is not GraphQL and a passing failure, always as the same wish', async () => {
    answers = [
      null,
      { status: 502, body: 'bad gateway' },
      failing('UNAVAILABLE', { retryable: true }),
      { body: { data: { touch: true } } },
    ];
    expect(await client.mutate('mutation { touch }')).toEqual({ touch: true });
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
  });

  it('has another key for another wish, one that is given, or none', async () => {
    answers = [{ body: { data: {} } }];
    await client.mutate('mutation { touch }');
    await client.mutate('mutation { touch }');
    await client.mutate('mutation { touch }', {}, { idempotencyKey: 'mine' });
    await client.mutate('mutation { a: touch b: touch }', {}, { idempotencyKey: null });
    await client.query('{ n }');
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).not.toBe(keys[1]);
    expect(keys.slice(2)).toEqual(['mine', undefined, undefined]);
  });

  it('is given up after the attempts it has', async () => {
    open({ attempts: 3 });
    answers = [null];
    await expect(client.query('{ n }')).rejects.toMatchObject({
      name: 'CandorError',
      code: 'UNREACHABLE',
      isRetryable: true,
    });
    expect(asked).toHaveLength(3);
  });

  it('is not sent again where that is in vain, and says what the platform said', async () => {
    answers = [failing('FORBIDDEN')];
    const error = await client.query('{ n }').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CandorError);
    expect(error).toMatchObject({
      code: 'FORBIDDEN',
      message: 'It is FORBIDDEN.',
      requestId: 'r1',
      isRetryable: false,
    });
    expect(asked).toHaveLength(1);
  });

  it('hands out what could be answered beside an error', async () => {
    answers = [{ body: { data: { a: 1, b: null }, ...failing('PLUGIN_FAILED').body } }];
    await expect(client.query('{ a b }')).rejects.toMatchObject({ data: { a: 1, b: null } });
  });

  it('waits as long as it is told when it asked too much', async () => {
    answers = [failing('RATE_LIMITED', { retryable: true, retryAfter: 0.05 }), { body: { data: { n: 1 } } }];
    const start = performance.now();
    await client.query('{ n }');
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  it('can be given up, also while it waits', async () => {
    answers = [failing('UNAVAILABLE', { retryable: true, retryAfter: 60 })];
    const giveUp = new AbortController();
    const asking = client.query('{ n }', {}, { signal: giveUp.signal });
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    giveUp.abort(new Error('not wanted any more'));
    await expect(asking).rejects.toThrow('not wanted any more');
  });
});
