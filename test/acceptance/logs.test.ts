import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin } from '@candor/kernel';
import { createLogger } from '@candor/server/processes';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TwoProcesses } from './two-processes.js';

/** A person whom no line may tell of. */
const PERSON = { name: 'Zaphodina Beeble', email: 'zaphodina@canary.example', phone: '+49 151 5550 4242' };
const CANARY = /zaphodina|beeble|canary\.example|5550|4242/i;

const lines: string[] = [];
const failing = definePlugin({
  name: 'failing',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { customers: '^1.0.0' },
  setup(api) {
    api.before('ticket.open', { id: 'failing.check', whenBroken: 'refuse' }, async () => {
      throw new Error(`"${PERSON.name}" with ${PERSON.email} cannot be reached at ${PERSON.phone}`);
    });
    api.after('customer.created', { id: 'failing.follow' }, async (_, tx) => {
      await tx.query('select $1::text::uuid', [PERSON.email]);
    });
    api.health('nothing', async () => null);
  },
});

let platform: TestPlatform;
let running: TwoProcesses;
let home: string;
let token: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'candor-logs-'));
  platform = await createTestPlatform({ plugins: [failing], start: new Date().toISOString() });
  token = (await platform.staff({ roles: ['manager'] })).token!;
  const logger = createLogger('trace', 'serve', { write: (line) => void lines.push(line) });
  running = await TwoProcesses.start(platform, {
    home,
    plugins: [failing],
    loggers: { serve: logger, work: logger },
  });
}, 60_000);
afterAll(async () => {
  await running?.close();
  await platform?.close();
  rmSync(home, { recursive: true, force: true });
});

async function send(body: string, more: Record<string, string> = {}, path = '/graphql'): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...more };
  const answer = await fetch(`${running.url}${path}`, { method: 'POST', headers, body });
  await answer.text();
  return answer.headers.get('x-request-id')!;
}
const ask = (query: string, variables: object = {}) => send(JSON.stringify({ query, variables }));

const CREATE = `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) {
  customer { id } userErrors { message } } }`;
const told = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const said = (msg: string) => told().filter((line) => line['msg'] === msg);

describe('the log', () => {
  test('api-31 is one JSON line an event with the id of its request, and tells of no person', async () => {
    const { name, email, phone } = PERSON;
    const contactPoints = [
      { kind: 'EMAIL', value: email },
      { kind: 'PHONE', value: phone },
    ];
    const ids = [
      await ask(CREATE, { input: { name, contactPoints } }),
      await ask(CREATE, { input: { name: 4, contactPoints: email } }),
      await ask(`mutation { openTicket(input: { subject: "${name}" }) { userErrors { message } } }`),
      await ask(`{ customers(first: 1) { nothing(email: "${email}") } }`),
      await send(`{ "query": "${email}`),
      await send('{}', { authorization: `Bearer ${email}` }),
      await send('{}', { 'user-agent': name, 'idempotency-key': email }),
      await send('{}', {}, `/customers/${encodeURIComponent(email)}?name=${encodeURIComponent(name)}`),
      await send('{}', {}, `/customers/${email}/${phone.replaceAll(' ', '')}`),
    ];
    while (said('a handler failed').length === 0) await new Promise((next) => setImmediate(next));

    expect(new Set(ids).size).toBe(ids.length);
    expect(said('request').map(({ requestId }) => requestId)).toEqual(expect.arrayContaining(ids));
    for (const line of lines) {
      expect(line).toMatch(/^\{.*\}\n$/);
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(Number),
        time: expect.any(String),
        name: 'serve',
      });
      expect(line).not.toMatch(CANARY);
    }
  });

  test('(api-31) says of an error what it is and where it was thrown, and leaves the values out', () => {
    running.server.kernel.logger.error(
      {
        requestId: 'r',
        err: Object.assign(
          new Error(`duplicate key: "${PERSON.email}"`, { cause: new Error(PERSON.email) }),
          {
            code: '23505',
            detail: `Key (email)=(${PERSON.email}) already exists.`,
            table: 'customers_customer',
            constraint: 'customers_customer_email_unique',
          },
        ),
      },
      'told',
    );
    const [line] = said('told');
    expect(line).toMatchObject({
      requestId: 'r',
      err: {
        type: 'Error',
        message: 'duplicate key: …',
        code: '23505',
        table: 'customers_customer',
        constraint: 'customers_customer_email_unique',
        stack: expect.arrayContaining([expect.stringMatching(/^at .*logs\.test/)]),
        cause: { message: '…' },
      },
    });
    expect(JSON.stringify(line)).not.toMatch(CANARY);
  });
});
