import { type Contestant, contest, targets } from './reads/contest.js';
import { newest } from './reads/documents.js';
import { World } from './reads/world.js';
import type { BenchOptions, Report } from './report.js';

const TICKETS = 100_000;
const TIMES = 10;
const ROUNDS = 5;

/** The list read of `reads` with ten times the rows: two servers on two databases, by turns. */
export default async function growth({ root }: BenchOptions): Promise<Report> {
  const world = await World.open(root);
  try {
    const contestants: Contestant[] = [];
    for (const times of [1, TIMES]) {
      const place = await world.database(`rows_${times}`, { tickets: times * TICKETS });
      const running = await world.candor(place);
      contestants.push({ name: String(times), running, target: targets.candor(running, newest) });
    }
    const results = await contest(contestants, {
      postgres: world.postgres,
      rounds: ROUNDS,
      milliseconds: 2_000,
      warming: 2_000,
    });
    const [some, many] = [results.get('1')!, results.get(String(TIMES))!];
    return {
      title: `The same list read from ${TICKETS} tickets and from ${TIMES} times as many, medians of ${ROUNDS} rounds`,
      measures: [
        { row: 'speed-2', name: 'p50, many to some', value: many.p50 / some.p50, unit: '', atMost: 1.2 },
        { name: 'CPU a request, many to some', value: many.cpu / some.cpu, unit: '' },
        { name: `p50, ${TICKETS}`, value: some.p50, unit: 'ms' },
        { name: `p50, ${TIMES * TICKETS}`, value: many.p50, unit: 'ms' },
        { name: `CPU a request, ${TICKETS}`, value: some.cpu, unit: 'ms' },
        { name: `CPU a request, ${TIMES * TICKETS}`, value: many.cpu, unit: 'ms' },
      ],
    };
  } finally {
    await world.close();
  }
}
