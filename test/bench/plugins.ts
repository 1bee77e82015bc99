import { createCustomer } from '@candor/core/customers';
import { createStaffMember } from '@candor/core/people';
import { cpuSeconds } from './cpu.js';
import { Installation } from './installation.js';
import { type Load, load } from './load.js';
import { profileOf, profiling } from './profile.js';
import { type BenchOptions, median, type Report } from './report.js';

const PLUGINS = 60;
const STARTS = 6;
/** Many short ones: a bar of two in a hundred drowns in what else the machine does for the length of a long one. */
const ROUNDS = 60;
const SECONDS = 1;

/** A plugin with a field, a hook and a job. */
const source = (
  n: number,
) => `export default { name: 'bench-${n}', version: '1.0.0', candor: '^1.0.0', setup(api) {
  api.graphql.extend('Customer', 'bench${n}: Int', {
    description: 'A number.', needs: ['id'], cost: 1, load: (rows) => rows.map(() => ${n}),
  });
  api.after('ticket.opened', { id: 'bench-${n}.opened' }, async () => undefined);
  api.job('bench-${n}.count', {
    description: 'Counts.', input: { parse: (input) => input, safeParse: (data) => ({ success: true, data }) },
  }, async () => undefined);
} };`;

/** What 60 plugins cost those who do not use them: the start of \`serve\`, and a query of core's own fields. */
export default async function plugins({ root, args }: BenchOptions): Promise<Report> {
  const installation = await Installation.make(root);
  try {
    const files = Array.from({ length: PLUGINS }, (_, n) => installation.write(`plugin-${n}.mjs`, source(n)));
    const starts = { with: [] as number[], without: [] as number[] };
    for (let start = 0; start <= STARTS; start++) {
      for (const side of ['with', 'without'] as const) {
        const { child, readyAfter } = await installation.serve(side === 'with' ? files : []);
        // The first of each warms the disk.
        if (start > 0) starts[side].push(readyAfter / 1_000);
        await installation.end(child);
      }
    }
    const isProfiling = args.includes('--profile');
    const reading = await reader(installation);
    const served = {
      with: await installation.serve(files, isProfiling ? profiling(installation.home) : []),
      without: await installation.serve(),
    };
    // Else it would be nothing against nothing.
    const used = JSON.stringify({
      query: `{ customers(first: 1) { edges { node { bench${PLUGINS - 1} } } } }`,
    });
    await load({ ...reading, url: served.with.url, seconds: 0, request: () => ({ body: used }) });
    const cost = { with: [] as number[], without: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++) {
      // Whoever comes second finds the machine as the first has left it, so they take turns in that as well.
      const sides = ['with', 'without'] as const;
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { child, url } = served[side];
        const before = cpuSeconds(child.pid!);
        const { count } = await load({ ...reading, url });
        if (round > 0) cost[side].push((1_000 * (cpuSeconds(child.pid!) - before)) / count);
      }
    }
    await Promise.all([installation.end(served.with.child), installation.end(served.without.child)]);
    if (isProfiling) process.stdout.write(`${profileOf(installation.home)}\n`);
    return {
      title: `${PLUGINS} plugins with a field, a hook and a job each, against none; medians of ${STARTS} starts and ${ROUNDS} rounds`,
      measures: [
        {
          row: 'speed-9',
          name: 'start of serve to that without',
          value: median(starts.with) / median(starts.without),
          unit: '×',
          atMost: 1.5,
        },
        { name: 'start with the plugins', value: median(starts.with), unit: 's' },
        { name: 'start without', value: median(starts.without), unit: 's' },
        {
          row: 'speed-9',
          name: 'processor time of a query that uses none, to that without',
          value: median(cost.with.map((time, round) => time / cost.without[round]!)),
          unit: '×',
          atMost: 1.02,
        },
        { name: 'a query with the plugins', value: median(cost.with), unit: 'ms' },
        { name: 'a query without', value: median(cost.without), unit: 'ms' },
      ],
    };
  } finally {
    await installation.remove();
  }
}

/** A list of the type that the plugins have added their fields to. */
async function reader({ platform }: Installation): Promise<Omit<Load, 'url'>> {
  const { command } = platform.services;
  const staff = await command((tx) => createStaffMember(tx, { name: 'Li Wei', roles: ['agent'] }));
  await command(async (tx) => {
    for (let n = 0; n < 200; n++) await createCustomer(tx, { name: `Customer ${n}` });
  });
  const token = await platform.tokens.mint({ kind: 'staff', id: staff.id, expiresIn: 3_600 });
  const body = JSON.stringify({
    query: '{ customers(first: 20) { edges { node { id name createdAt kind } } } }',
  });
  return {
    headers: { authorization: `Bearer ${token}` },
    connections: 8,
    seconds: SECONDS,
    request: () => ({ body }),
    isGood: (answer) => answer.includes('"customers"') && !answer.includes('"errors"'),
  };
}
