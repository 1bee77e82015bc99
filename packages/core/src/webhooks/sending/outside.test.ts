import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Agent, buildConnector } from 'undici';
import { WebhookOutcome } from '../webhook-kinds.js';
import { INSIDE } from './inside.js';
import { guardedConnector, type Outside } from './outside.js';
import { post } from './post.js';
import type { Allowance } from './target.js';

const STRICT: Allowance = { allowHttp: true, privateTargets: [] };
const NEVER = new AbortController().signal;

/** Listens on this machine and must hear nothing. */
let canary: Server;
let heard = 0;
let connected: string[];
const names = new Map<string, readonly string[][]>();
const asked = new Map<string, number>();

beforeAll(async () => {
  canary = createServer((_, response) => response.end());
  canary.on('connection', () => heard++);
  canary.listen(0, '127.0.0.1');
  await once(canary, 'listening');
});
afterAll(async () => {
  canary.closeAllConnections();
  canary.close();
  await once(canary, 'close');
});
beforeEach(() => {
  heard = 0;
  connected = [];
  asked.clear();
});

const port = () => (canary.address() as AddressInfo).port;

/** Names lead where a test says, each time to the next; one network outside leads to the canary, nothing leaves this machine. */
const outside: Outside = {
  resolve: async (name) => {
    const turn = asked.get(name) ?? 0;
    asked.set(name, turn + 1);
    const answers = names.get(name);
    if (!answers) throw new Error(`getaddrinfo ENOTFOUND ${name}`);
    return answers[Math.min(turn, answers.length - 1)]!;
  },
  connect: (options, callback) => {
    connected.push(options.hostname);
    const isHere = options.hostname.startsWith('93.') || options.hostname === '127.0.0.1';
    if (!isHere) return callback(new Error('connect ECONNREFUSED'), null);
    buildConnector({ timeout: 500 })({ ...options, hostname: '127.0.0.1' }, callback);
  },
};

async function posted(url: string, allowance = STRICT) {
  const by = new Agent({ connect: guardedConnector(outside, () => allowance) });
  try {
    return await post({ url, headers: {}, body: '{}' }, { by, within: 2_000, signal: NEVER });
  } finally {
    await by.destroy();
  }
}

const NOT_REACHED = { outcome: WebhookOutcome.UNREACHABLE, status: null, duration: null, notBefore: null };

test.each(INSIDE)('(sec-16) a name that leads to %s (%s) is not connected to', async (_what, address) => {
  names.set('inside.example', [[address]]);
  expect(await posted(`http://inside.example:${port()}/`)).toEqual(NOT_REACHED);
  expect(connected).toEqual([]);
  expect(heard).toBe(0);
});

test.each(['127.0.0.1', '2130706433', '0x7f000001', '017700000001', '127.1', '[::1]', '[::ffff:7f00:1]'])(
  '(sec-16) %s is not connected to, however it came there',
  async (host) => {
    expect(await posted(`http://${host}:${port()}/`)).toEqual(NOT_REACHED);
    expect(connected).toEqual([]);
    expect(heard).toBe(0);
  },
);

test('(sec-16) a name that leads outside at first and inside a moment later is looked up once a connection, and that answer is used', async () => {
  names.set('rebinding.example', [['93.184.215.14'], ['127.0.0.1']]);
  expect(await posted(`http://rebinding.example:${port()}/`)).toMatchObject({ status: 200 });
  expect(connected).toEqual(['93.184.215.14']);
  expect(asked.get('rebinding.example')).toBe(1);
  expect(await posted(`http://rebinding.example:${port()}/`)).toEqual(NOT_REACHED);
  expect(connected).toHaveLength(1);
  expect(heard).toBe(1);
});

test('(sec-16) one address inside among others outside is enough to refuse', async () => {
  names.set('both.example', [['93.184.215.14', '10.0.0.1']]);
  expect(await posted(`http://both.example:${port()}/`)).toEqual(NOT_REACHED);
  expect(connected).toEqual([]);
});

test('(sec-16) an outcome does not tell what stands inside: a listener, nobody, or not even a name', async () => {
  names.set('listening.example', [['127.0.0.1']]);
  names.set('silent.example', [['10.255.255.1']]);
  const outcomes = await Promise.all(
    ['listening', 'silent', 'unknown'].map((name) => posted(`http://${name}.example:${port()}/`)),
  );
  expect(outcomes).toEqual([NOT_REACHED, NOT_REACHED, NOT_REACHED]);
  expect(heard).toBe(0);
});

test('a target that the operator has named is connected to, and another port of it is not', async () => {
  const named = { ...STRICT, privateTargets: [`http://127.0.0.1:${port()}`] };
  expect(await posted(`http://127.0.0.1:${port()}/hooks`, named)).toMatchObject({ status: 200 });
  expect(await posted(`http://127.0.0.1:${port() + 1}/hooks`, named)).toEqual(NOT_REACHED);
  expect(connected).toEqual(['127.0.0.1']);
});

test('a named target whose name leads to the metadata service is not connected to', async () => {
  names.set('crm.internal', [['169.254.169.254']]);
  const named = { ...STRICT, privateTargets: [`http://crm.internal:${port()}`] };
  expect(await posted(`http://crm.internal:${port()}/`, named)).toEqual(NOT_REACHED);
  expect(connected).toEqual([]);
});

test('of several addresses the next is tried where one does not answer', async () => {
  names.set('two.example', [['2606:4700:4700::1111', '93.184.215.14']]);
  expect(await posted(`http://two.example:${port()}/`)).toMatchObject({ status: 200 });
  expect(connected).toEqual(['2606:4700:4700::1111', '93.184.215.14']);
});
