import { definePlugin, type Job } from '@candor/kernel';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';

/** A retry that is in the hands of another sweeper while the clock moves. */
let platform: TestPlatform;
let failing: Job<Record<string, never>>;
let other: pg.Client;
const tries: Date[] = [];

const stubborn = definePlugin({
  name: 'stubborn',
  version: '1.0.0',
  candor: '^1.0.0',
  setup(api) {
    failing = api.job(
      'stubborn.fail',
      { description: 'Fails.', input: z.object({}) },
      async (_, services) => {
        tries.push(services.now());
        throw new Error('never');
      },
    );
  },
});

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [stubborn] });
  other = new pg.Client(platform.connection);
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await platform.close();
});

const enqueue = () => platform.platform.services.command(async (tx) => failing.enqueue(tx, {}));

test('what is due counts as open while another sweeper has it in its hands', async () => {
  tries.length = 0;
  await enqueue();
  await platform.settle();
  await other.query('begin');
  const { rows } = await other.query<{ due_at: Date }>(
    `select due_at from kernel_due where kind = 'jobs.retry' for update`,
  );
  platform.clock.set(rows[0]!.due_at);
  let isSettled = false;
  const settled = platform.settle().then(() => {
    isSettled = true;
  });
  // Time enough for it to look at what is due many times over.
  for (let n = 0; n < 100; n++) await other.query('select pg_sleep(0.005)');
  expect(isSettled).toBe(false);
  await other.query('commit');
  await settled;
  expect(tries).toHaveLength(2);
  await platform.advance('PT1H');
  expect(tries).toHaveLength(5);
});

test('a job that is asked for just before the clock moves has all its attempts on the way', async () => {
  for (let round = 0; round < 5; round++) {
    tries.length = 0;
    await enqueue();
    await platform.advance('P1D');
    expect(tries).toHaveLength(5);
  }
});
