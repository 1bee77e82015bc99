import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueueBackend } from '@candor/kernel/jobs';
import pg from 'pg';
import { WORKERS } from './hooks-rows.js';

/**
 * What hooks are measured against: BullMQ itself on the same backend, whose handler commits one row. A request
 * names how many jobs are wanted; it is answered when they are added.
 */
const CHUNK = 100;
const connection = JSON.parse(process.env['BENCH_DATABASE']!) as pg.ClientConfig;
const pool = new pg.Pool({ ...connection, max: WORKERS });
const backend = new QueueBackend({ connection, redisUrl: process.env['REDIS_URL'] });
const queue = backend.queue('bare');
const insert = { name: 'row', text: 'insert into bench_row (id) values ($1)' };
const worker = backend.worker(
  'bare',
  async (job) => void (await pool.query({ ...insert, values: [job.data.n] })),
  {
    concurrency: WORKERS,
  },
);
await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);

const options = { removeOnComplete: true, removeOnFail: true };
const server = createServer(async (request, response) => {
  const count = Number(new URL(request.url!, 'http://bench').searchParams.get('count'));
  for (let from = 0; from < count; from += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => from + i);
    await queue.addBulk(numbers.map((n) => ({ name: 'row', data: { n }, opts: options })));
  }
  response.end('added');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
process.on('SIGTERM', () => process.exit(0));
