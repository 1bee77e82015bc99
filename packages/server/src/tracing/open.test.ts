import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import '@candor/kernel';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { readConfiguration } from '../configuration.js';
import { openTracing } from './open.js';

const loaded = jest.fn();
jest.unstable_mockModule('@opentelemetry/sdk-trace', async () => {
  loaded();
  return jest.requireActual<object>('@opentelemetry/sdk-trace');
});
const surroundings = { release: '1.0.0', logger: pino({ level: 'silent' }) };

const collector = createServer((_, response) => response.end('{}'));
beforeAll(() => new Promise<void>((done) => collector.listen(0, '127.0.0.1', () => done())));
afterAll(() => {
  collector.closeAllConnections();
  collector.close();
});

test('(api-25) nothing of OpenTelemetry is loaded where no collector is set', async () => {
  expect(await openTracing(readConfiguration({}), surroundings)).toBeUndefined();
  expect(loaded).not.toHaveBeenCalled();
  const { port } = collector.address() as AddressInfo;
  const configuration = readConfiguration({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  const opened = await openTracing(configuration, surroundings);
  expect(loaded).toHaveBeenCalled();
  await opened!.close();
});

test('a step names the one that it runs in as its parent, and is over when its work is', async () => {
  const { port } = collector.address() as AddressInfo;
  const configuration = readConfiguration({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
    OTEL_TRACES_SAMPLER_ARG: '0',
  });
  const { tracing, close } = (await openTracing(configuration, surroundings))!;
  expect(tracing.current).toBeNull();
  await tracing.run({ name: 'outer', parent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }, async (outer) => {
    expect(outer.traceparent).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
    expect(tracing.current).toBe(outer.traceparent);
    await tracing.run({ name: 'inner' }, async (inner) => {
      expect(inner.traceparent).toMatch(/^00-a{32}-/);
      expect(inner.traceparent).not.toBe(outer.traceparent);
    });
    await tracing.run({ name: 'of its own', parent: null }, async ({ traceparent }) => {
      expect(traceparent).not.toContain('a'.repeat(32));
      // None of those that begin here is recorded, which is told to whoever continues it.
      expect(traceparent).toMatch(/-00$/);
    });
    await expect(tracing.run({ name: 'broken' }, () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(tracing.current).toBe(outer.traceparent);
  });
  expect(tracing.current).toBeNull();
  await close();
});
