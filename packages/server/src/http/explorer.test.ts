import { once } from 'node:events';
import { request as rawRequest } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { corePlugins } from '@candor/core';
import { coerceVariables } from '@candor/kernel/graphql';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import { pino } from 'pino';
import { coded, type Running, serve } from './fixture.js';
import type { HttpOptions } from './options.js';

const BOARD_PAGE = fileURLToPath(new URL('../../../../examples/progress-board', import.meta.url));
const require = createRequire(import.meta.url);

const started: Running[] = [];
async function start(options: Partial<HttpOptions> = {}): Promise<Running> {
  const running = await serve(options);
  started.push(running);
  return running;
}
afterEach(async () => {
  for (const { server } of started.splice(0)) await server.close(500);
});

/** Addresses that the page's own markup names. */
async function parts(url: string): Promise<string[]> {
  const html = await (await fetch(`${url}/explorer/`)).text();
  return [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
}

/** Every text that a browser gets by opening the page, by its path. */
async function everything(url: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const open = ['/explorer/', ...(await parts(url)).filter((address) => !address.startsWith('data:'))];
  for (const path of open) {
    if (files.has(path)) continue;
    const response = await fetch(url + path);
    expect([path, response.status]).toEqual([path, 200]);
    const text = await response.text();
    files.set(path, text);
    if (path.includes('/vendor/')) continue;
    open.push(...[...text.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `/explorer/${name}`));
  }
  return files;
}

/** Addresses in published scripts that are names, or links that a person may follow; nothing is loaded from them. */
const NO_LOADS = [
  'http://www.w3.org/',
  'https://codemirror.net/5/doc/manual.html#keymaps',
  'https://commonmark.org/',
  'https://en.wikipedia.org/wiki/IEEE_floating_point',
  'https://github.com/graphql/graphiql',
  'https://github.com/jonschlinkert',
  'https://reactjs.org/docs/error-decoder.html?invariant=',
];

/** What a file loads, or may load, from elsewhere. */
function loads(path: string, text: string): string[] {
  const patterns = [/https?:\/\/[^\s"'`<>)\\]+/g];
  if (path.endsWith('.css')) patterns.push(/url\(\s*["']?(?!data:)[^)]{0,80}/g, /@import[^;]{0,80}/g);
  else if (path.endsWith('.js'))
    patterns.push(/\bimport\s*\(.{0,80}|\bimportScripts\b|\bnew (?:Shared)?Worker\b/g);
  else patterns.push(/(?:src|href|action)="(?!\/explorer\/|data:)[^"]*/g);
  return patterns
    .flatMap((pattern) => text.match(pattern) ?? [])
    .filter((load) => !NO_LOADS.some((known) => load.startsWith(known)));
}

/** The schema of core's modules, without a database. */
function schemaOfCore(): GraphQLSchema {
  return new Platform({
    plugins: corePlugins,
    connection: {},
    poolSize: 1,
    masterKeys: new MasterKeys([{ id: 'test', secret: new Uint8Array(32) }]),
    production: false,
    logger: pino({ level: 'silent' }),
  }).schema;
}

/** Asks for a path as it is written, under another name of the host. */
async function withHost(url: string, host: string, path: string): Promise<{ status: number; body: unknown }> {
  const { hostname, port } = new URL(url);
  const request = rawRequest({ hostname, port, path, headers: { host } });
  request.end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode, body: JSON.parse((await response.toArray()).join('')) };
}

describe('the explorer', () => {
  it('is a page that lets in nothing but files of this platform', async () => {
    const { url } = await start();
    const page = await fetch(`${url}/explorer/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    const policy = (page.headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      'font-src data:',
      `connect-src 'self' ${url.replace('http', 'ws')}`,
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "style-src-elem 'self' 'unsafe-inline'",
    ]);
    expect(await page.text()).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  });

  it('is also found without the slash at the end', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/explorer`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([308, '/explorer/']);
  });

  it('has all its parts here, those of packages under their version and for ever', async () => {
    const { url } = await start({ boardPage: BOARD_PAGE });
    const named = await parts(url);
    const version = (name: string) => `${name}@${require(`${name}/package.json`).version}`;
    expect(named).toEqual([
      'data:,',
      `/explorer/vendor/${version('graphiql')}/graphiql.min.css`,
      '/explorer/explorer.css',
      `/explorer/vendor/${version('react')}/react.production.min.js`,
      `/explorer/vendor/${version('react-dom')}/react-dom.production.min.js`,
      `/explorer/vendor/${version('graphiql')}/graphiql.min.js`,
      `/explorer/vendor/${version('graphql-ws')}/graphql-ws.min.js`,
      '/explorer/explorer.js',
    ]);
    for (const path of named.slice(1)) {
      const { status, headers } = await fetch(url + path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-type')).toMatch(path.endsWith('.css') ? /^text\/css/ : /javascript/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe(
        path.includes('/vendor/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    }
  });

  it.each([
    '/explorer/vendor/graphiql/graphiql.min.js',
    '/explorer/vendor/graphiql@0.0.0/graphiql.min.js',
    '/explorer/vendor/graphiql@{graphiql}/package.json',
    '/explorer/vendor/graphiql@{graphiql}/dist/index.js',
    '/explorer/vendor/react@{react}/umd/react.production.min.js',
    '/explorer/vendor/fastify/package.json',
    '/explorer/vendor/',
    '/explorer/vendor/..%2f..%2fboard/board.js',
    '/explorer/nothing.js',
  ])('serves nothing else: %s', async (path) => {
    const { url } = await start({ boardPage: BOARD_PAGE });
    const named = path.replace(/\{(.+)\}/, (_, name) => require(`${name}/package.json`).version);
    expect((await fetch(url + named)).status).toBe(404);
  });

  it('asks no other host for anything, fonts and pictures included', async () => {
    const { url } = await start();
    const files = await everything(url);
    expect(files.size).toBe(11);
    for (const [path, text] of files) expect([path, loads(path, text)]).toEqual([path, []]);
  });

  it('opens with operations that the platform understands', async () => {
    const { url } = await start();
    const source = await (await fetch(`${url}/explorer/examples.js`)).text();
    const { examples, LAST_BOARD } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    const schema = schemaOfCore();
    const faults = (query: string) => validate(schema, parse(query)).map(({ message }) => message);
    expect(faults(LAST_BOARD)).toEqual([]);
    const kinds: string[] = [];
    for (const { query, variables = '{}' } of examples('board_1')) {
      expect([query, faults(query)]).toEqual([query, []]);
      const operation = getOperationAST(parse(query))!;
      kinds.push(operation.operation);
      expect(coerceVariables(schema, operation, JSON.parse(variables))).not.toHaveProperty('errors');
    }
    expect(kinds).toEqual(['query', 'query', 'subscription', 'mutation']);
  });
});

describe('the actors of the explorer', () => {
  const explorerActors = async () => [{ name: 'customer', token: 'alice' }];

  it('come with a token each, which no cache keeps', async () => {
    const { url } = await start({ explorerActors });
    for (const host of [url, url.replace('127.0.0.1', 'localhost')]) {
      const response = await fetch(`${host}/explorer/actors.json`);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(await response.json()).toEqual([{ name: 'customer', token: 'alice' }]);
    }
  });

  it('are not given to a page of another site whose name points to this machine', async () => {
    const asked = jest.fn(explorerActors);
    const { url } = await start({ explorerActors: asked });
    const { status, body } = await withHost(
      url,
      `evil.example:${new URL(url).port}`,
      '/explorer/actors.json',
    );
    expect([status, body]).toMatchObject([403, { errors: [coded('FORBIDDEN')] }]);
    expect(asked).not.toHaveBeenCalled();
  });

  it('are nobody where the platform has none, and never anybody in production', async () => {
    const without = await start();
    expect((await fetch(`${without.url}/explorer/actors.json`)).status).toBe(404);
    const asked = jest.fn(explorerActors);
    const production = await start({ explorerActors: asked, production: true, explorer: true });
    expect((await fetch(`${production.url}/explorer/actors.json`)).status).toBe(404);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('in production', () => {
  it.each([
    '/explorer',
    '/explorer/',
    '/explorer/index.html',
    '/explorer/explorer.js',
    '/explorer/actors.json',
    '/%65xplorer/explorer.js',
    '//explorer/explorer.js',
    '/./explorer/explorer.js',
    '/board/../explorer/explorer.js',
    '/board/..%2fexplorer/explorer.js',
    '/Explorer/explorer.js',
    `/explorer/vendor/react@${require('react/package.json').version}/react.production.min.js`,
  ])('sec-11 there is no explorer: %s', async (path) => {
    const { url } = await start({ production: true, boardPage: BOARD_PAGE });
    const { status } = await withHost(url, new URL(url).host, path);
    expect([400, 403, 404]).toContain(status);
    expect((await fetch(`${url}/board/`)).status).toBe(200);
  });

  it('there is one once it is switched on; elsewhere it can be switched off', async () => {
    const on = await start({ production: true, explorer: true });
    expect((await fetch(`${on.url}/explorer/`)).status).toBe(200);
    const off = await start({ production: false, explorer: false, boardPage: BOARD_PAGE });
    expect((await fetch(`${off.url}/explorer/`)).status).toBe(404);
  });
});
