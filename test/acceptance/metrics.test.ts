import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPlatform, readConfiguration } from '@candor/server/cli';
import { freePort } from '@candor/server/processes';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { addressOf } from './command-line.js';

const LISTED = 'query Viewer { viewer { kind } }';

let platform: TestPlatform;
let opened: Awaited<ReturnType<typeof openPlatform>>;
let serving: Awaited<ReturnType<typeof opened.serve>>;
let home: string;
let port: number;
let token: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'candor-metrics-'));
  writeFileSync(join(home, 'documents.json'), JSON.stringify({ Viewer: LISTED }));
  platform = await createTestPlatform({ plugins: [], start: new Date().toISOString() });
  const agent = await platform.staff();
  token = agent.token!;
  await platform.settle();
  await platform.platform.sealAudit();
  // Nobody works from now on: what waits goes on waiting.
  await platform.platform.stop();
  port = await freePort();
  const configuration = readConfiguration({
    NODE_ENV: 'test',
    CANDOR_HOME: home,
    CANDOR_MASTER_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    DATABASE_URL: addressOf(platform.connection),
    PORT: '0',
    METRICS_PORT: String(port),
    PERSISTED_DOCUMENTS: join(home, 'documents.json'),
    RATE_LIMIT_ADDRESS: 'off',
  });
  opened = await openPlatform(configuration, {
    connection: platform.connection,
    logger: pino({ level: 'silent' }),
  });
  serving = await opened.serve();
}, 60_000);
afterAll(async () => {
  await serving?.close();
  await opened?.close();
  await platform?.close();
  rmSync(home, { recursive: true, force: true });
});

const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
const value = (text: string, series: string) => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};
const counted = (operation: string, kind: string, code: string) =>
  `candor_operations_total{operation="${operation}",kind="${kind}",code="${code}"}`;

async function ask(query: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  await (
    await fetch(`${serving.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  ).text();
}

describe('the figures of a process', () => {
  test('api-27 rate, errors and duration go by names of the list only; ages, depths, sockets and lag beside them', async () => {
    await ask(LISTED);
    await ask('query SecretOfAClient { viewer { kind } }');
    await ask('mutation Nobody { retryJob(input: { jobId: "job_x" }) { userErrors { code } } }');
    await ask('{ nonsense }');
    const client = createClient({
      url: `${serving.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      lazy: false,
    });
    await new Promise<void>((done) => client.on('connected', () => done()));
    const text = await metrics();
    await client.dispose();
    expect(value(text, counted('Viewer', 'query', 'OK'))).toBe(1);
    expect(value(text, 'candor_operation_seconds_count{operation="Viewer",kind="query"}')).toBe(1);
    expect(value(text, counted('other', 'query', 'OK'))).toBe(1);
    expect(value(text, counted('other', 'mutation', 'FORBIDDEN'))).toBe(1);
    expect(value(text, counted('other', 'unknown', 'GRAPHQL_VALIDATION_FAILED'))).toBe(1);
    expect(value(text, 'candor_open{kind="sockets"}')).toBe(1);
    expect(value(text, 'candor_open{kind="waiting_queries"}')).toBe(0);
    expect(value(text, 'candor_database_up')).toBe(1);
    expect(value(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    for (const queue of ['outbox', 'deliveries', 'jobs', 'audit']) {
      expect(value(text, `candor_waiting{queue="${queue}"}`)).toBe(0);
      expect(value(text, `candor_oldest_waiting_seconds{queue="${queue}"}`)).toBe(0);
    }
    expect(value(text, 'candor_oldest_waiting_seconds{queue="due"}')).toBe(0);
    expect(value(text, 'candor_dead_letters{queue="jobs"}')).toBe(0);
    expect(text).not.toContain('SecretOfAClient');
  });

  test('api-27 the number of series does not grow with what clients make up', async () => {
    const series = async () =>
      (await metrics()).split('\n').filter((line) => /^candor_oper/.test(line)).length;
    const before = await series();
    for (let name = 0; name < 200; name++) await ask(`query Made${name}Up { viewer { kind } }`);
    expect(await series()).toBe(before);
  });

  test('are not served where the API is, and nothing else is served where they are', async () => {
    expect((await fetch(`${serving.url}/metrics`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/graphql`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404);
  });
});
