import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, type Job } from '@candor/kernel';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { type CollectedSpan, Collector } from './collector.js';
import { TwoProcesses } from './two-processes.js';

/** A person whom no trace may tell of. */
const PERSON = { name: 'Zaphodina Beeble', email: 'zaphodina@canary.example' };
const CANARY = /zaphodina|beeble|canary\.example/i;
const LISTED = `mutation Open($input: OpenTicketInput!) { openTicket(input: $input) {
  ticket { id } userErrors { message } } }`;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

/** Stands in front of a command, follows its event, and asks for a job that another one follows. */
const steps = definePlugin({
  name: 'steps',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { tickets: '^1.0.0' },
  setup(api) {
    const call: Job<{ id: string }> = api.job(
      'steps.call',
      { description: 'Calls another system.', input: z.object({ id: z.string() }) },
      (_input, services) =>
        services.traced(
          { name: 'another system', kind: 'client', attributes: { 'peer.service': 'crm' } },
          async (span) => span.set({ 'crm.answer': 7 }),
        ),
    );
    api.before('ticket.open', { id: 'steps.check', whenBroken: 'refuse' }, async ({ subject }) => {
      if (subject === 'Break') throw new Error(`"${PERSON.name}" cannot be asked`);
      return undefined;
    });
    api.after('ticket.opened', { id: 'steps.follow' }, async ({ subject }, tx) =>
      call.enqueue(tx, { id: subject }),
    );
    api.after('ticket.opened', { id: 'steps.fail' }, async () => {
      throw new Error(`"${PERSON.name}" cannot be followed`);
    });
  },
});

let platform: TestPlatform;
let collector: Collector;
let running: TwoProcesses;
let home: string;
let manager: Client;
let token: string;
let customerId: string;
const warnings: string[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'candor-tracing-'));
  writeFileSync(join(home, 'documents.json'), JSON.stringify({ Open: LISTED }));
  collector = await Collector.open();
  platform = await createTestPlatform({ plugins: [steps], start: new Date().toISOString() });
  manager = await platform.staff({ roles: ['manager'] });
  token = manager.token!;
  customerId = (await platform.customer({ name: PERSON.name })).id!;
  await platform.platform.services.command((tx) =>
    platform.platform.settings.change(tx, 'webhooks', { privateTargets: [collector.origin] }),
  );
  const { createWebhookEndpoint } = await manager.must(
    `mutation($url: String!) { createWebhookEndpoint(input: { url: $url, events: ["ticket.opened"] }) {
      webhookEndpoint { id } userErrors { message } } }`,
    { variables: { url: `${collector.origin}/secret-path` } },
  );
  expect(createWebhookEndpoint.userErrors).toEqual([]);
  running = await TwoProcesses.start(platform, {
    home,
    plugins: [steps],
    environment: {
      PERSISTED_DOCUMENTS: join(home, 'documents.json'),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20collector',
      OTEL_SERVICE_NAME: 'candor-test',
    },
    loggers: {
      serve: pino({ level: 'warn' }, { write: (line) => void warnings.push(line) }),
      // Each process says it for itself.
      work: pino({ level: 'silent' }),
    },
  });
}, 60_000);
afterAll(async () => {
  await running?.close();
  await platform?.close();
  await collector?.close();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => {
  collector.spans.length = 0;
  collector.messages.length = 0;
});

async function ask(query: string, variables: object, traceparent?: string): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== '' && { authorization: `Bearer ${token}` }),
    ...(traceparent !== undefined && { traceparent }),
  };
  const body = JSON.stringify({ query, variables });
  const answer = await fetch(`${running.url}/graphql`, { method: 'POST', headers, body });
  await answer.text();
  return answer.headers.get('x-request-id')!;
}

const input = () => ({
  customerId,
  subject: PERSON.name,
  intake: { what: `Write to ${PERSON.email}.` },
  channel: 'chat',
  ticketClass: 'SIMPLE',
});
const child = (parent: CollectedSpan, name: string, by?: string) =>
  collector.span(
    ({ parentSpanId, name: own, attributes }) =>
      parentSpanId === parent.spanId &&
      own === name &&
      (by === undefined || attributes['messaging.consumer.group.name'] === by),
  );

describe('what is traced', () => {
  test('api-25 is named by the type of the operation, and is one trace from the request through hook, job and webhook', async () => {
    const requestId = await ask(LISTED, { input: input() }, `00-${TRACE}-${CALLER}-01`);
    const operation = await collector.span(({ kind }) => kind === 2);
    expect(operation).toMatchObject({
      traceId: TRACE,
      parentSpanId: CALLER,
      name: 'mutation',
      attributes: {
        'graphql.operation.type': 'mutation',
        'graphql.operation.name': 'Open',
        'candor.request_id': requestId,
      },
      hasFailed: false,
    });
    expect(await child(operation, 'before ticket.open')).toMatchObject({
      attributes: { 'candor.plugin': 'steps', 'candor.hook': 'steps.check' },
    });
    const followed = await child(operation, 'process ticket.opened', 'steps.follow');
    expect(followed).toMatchObject({
      traceId: TRACE,
      kind: 5,
      attributes: {
        'messaging.operation.type': 'process',
        'messaging.destination.name': 'ticket.opened',
        'messaging.message.id': expect.stringMatching(/^event_/),
        'candor.request_id': requestId,
      },
    });
    const job = await child(followed, 'process steps.call');
    expect(await child(job, 'another system')).toMatchObject({
      traceId: TRACE,
      kind: 3,
      attributes: { 'peer.service': 'crm', 'crm.answer': 7 },
    });
    const collected = await child(operation, 'process ticket.opened', 'webhooks.collect');
    const posted = await child(collected, 'POST');
    expect(posted).toMatchObject({
      traceId: TRACE,
      kind: 3,
      attributes: { 'server.address': '127.0.0.1', 'http.response.status_code': 204 },
    });
    expect(collector.messages[0]!['traceparent']).toBe(`00-${TRACE}-${posted.spanId}-01`);
    expect(await child(operation, 'process ticket.opened', 'steps.fail')).toMatchObject({
      hasFailed: true,
      attributes: { 'error.type': 'Error' },
    });
  });

  test('api-25 tells of no person, and of no text that a client made up', async () => {
    await ask(
      `mutation ${PERSON.name.replace(' ', '')}($input: OpenTicketInput!) {
      openTicket(input: $input) { ticket { id subject } userErrors { message } } }`,
      { input: input() },
    );
    const operation = await collector.span(({ kind }) => kind === 2);
    expect(Object.keys(operation.attributes).sort()).toEqual(['candor.request_id', 'graphql.operation.type']);
    await child(await child(operation, 'process ticket.opened', 'steps.follow'), 'process steps.call');
    await child(operation, 'process ticket.opened', 'steps.fail');
    expect(collector.text).not.toMatch(CANARY);
    expect(collector.text).not.toContain('secret-path');
    expect(collector.resource).toMatchObject({ 'service.name': 'candor-test', 'service.version': '1.0.0' });
    expect(collector.headers[0]!.authorization).toBe('Bearer collector');
  });

  test.each([undefined, 'nonsense', `00-${'0'.repeat(32)}-${CALLER}-01`])(
    '(api-25) begins a trace of its own where the request brings %s',
    async (traceparent) => {
      await ask('{ viewer { kind } }', {}, traceparent);
      const { traceId, parentSpanId, name } = await collector.span(({ kind }) => kind === 2);
      expect(traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
      expect({ parentSpanId, name }).toEqual({ parentSpanId: undefined, name: 'query' });
    },
  );

  test('(api-25) is not recorded where the caller has decided so, and is told others all the same', async () => {
    await ask(LISTED, { input: input() }, `00-${TRACE}-${CALLER}-00`);
    while (collector.messages.length === 0) await new Promise((next) => setImmediate(next));
    expect(collector.messages[0]!['traceparent']).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    await ask('{ viewer { kind } }', {});
    await collector.span(({ name }) => name === 'query');
    expect(collector.spans.filter(({ traceId }) => traceId === TRACE)).toEqual([]);
  });

  test('(api-25) marks what we failed in, and not what was asked wrongly', async () => {
    token = '';
    await ask('mutation { retryJob(input: { jobId: "job_x" }) { userErrors { code } } }', {});
    token = manager.token!;
    const answeredWith = (code: string) =>
      collector.span(({ attributes }) => attributes['candor.error.code'] === code);
    expect(await answeredWith('UNAUTHENTICATED')).toMatchObject({ name: 'mutation', hasFailed: false });
    await ask(LISTED, { input: { ...input(), subject: 'Break' } });
    const failed = await answeredWith('PLUGIN_FAILED');
    expect(failed).toMatchObject({ hasFailed: true, attributes: { 'error.type': 'PLUGIN_FAILED' } });
    expect(await child(failed, 'before ticket.open')).toMatchObject({ hasFailed: true });
    expect(collector.text).not.toMatch(CANARY);
  });

  test('(api-25) holds up nobody while the collector is away, and says so once', async () => {
    collector.status = 400;
    for (let turn = 0; turn < 5; turn++) await ask('{ viewer { kind } }', {});
    const said = () => warnings.filter((line) => line.includes('traces could not be sent'));
    while (said().length === 0) await new Promise((next) => setImmediate(next));
    expect(said()).toHaveLength(1);
    collector.status = 200;
  });
});
