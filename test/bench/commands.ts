import { createBoard, createBoardTemplate } from '@candor/core/boards';
import { createCustomer } from '@candor/core/customers';
import { createStaffMember } from '@candor/core/people';
import { uuidOf } from '@candor/kernel/database';
import { cpuSeconds } from './cpu.js';
import { Installation } from './installation.js';
import { type Load, load } from './load.js';
import { profileOf, profiling } from './profile.js';
import { type BenchOptions, type Measure, median, type Report } from './report.js';

const ROUNDS = 5;
const SECONDS = 4;
/** Requests that each side has answered before it is measured: both are then about as well compiled as they get. */
const WARM_UP = 12_000;
const CONNECTIONS = 32;
/** So many that two requests under way hardly ever want the same one. */
const BOARDS = 400;

/** One hook of each kind at each command, which do nothing: what is measured is that they are there. */
const HOOKS = `export default { name: 'bench-hooks', version: '1.0.0', candor: '^1.0.0', setup(api) {
  api.before('ticket.open', { id: 'bench-hooks.open' }, async () => undefined);
  api.before('board.postProgress', { id: 'bench-hooks.post' }, async () => undefined);
  api.after('ticket.opened', { id: 'bench-hooks.opened' }, async () => undefined);
  api.after('board.progress-posted', { id: 'bench-hooks.posted' }, async () => undefined);
} };`;

interface Furniture {
  readonly token: string;
  readonly staff: string;
  readonly customer: string;
  readonly boards: ReadonlyArray<{ readonly id: string; readonly stage: string }>;
}

/** One round of one side. */
interface Round {
  readonly rate: number;
  /** Milliseconds of processor time a request: of the server's process, and of PostgreSQL. */
  readonly server: number;
  readonly postgres: number;
  readonly p99: number;
}

/**
 * Commands with everything on, through \`candor serve\` in production configuration, against the same rows
 * written by hand. Both are loaded in turns, on one database. What follows a commit is the business of `candor
 * work` in production and of no process here, as it is not of the one that writes by hand: speed-6 measures it.
 */
export default async function commands({ root, args }: BenchOptions): Promise<Report> {
  const isProfiling = args.includes('--profile');
  const installation = await Installation.make(root);
  try {
    const furniture = await furnish(installation);
    const plugin = installation.write('hooks.mjs', HOOKS);
    const candor = await installation.serve([plugin], isProfiling ? profiling(installation.home) : []);
    const floor = await installation.beside('commands-floor.ts');
    const postmaster = await postmasterOf(installation);
    const measures: Measure[] = [];
    for (const [name, makeLoads] of [
      ['openTicket', ticketLoads],
      ['postProgress', progressLoads],
    ] as const) {
      const loads = makeLoads(furniture, candor.url, floor.url);
      if (isProfiling) {
        await warmUp(loads.candor);
        await load({ ...loads.candor, seconds: 2 * SECONDS });
        continue;
      }
      const sides = { candor: [] as Round[], floor: [] as Round[] };
      for (const side of ['candor', 'floor'] as const) await warmUp(loads[side]);
      for (let round = 0; round < ROUNDS; round++) {
        for (const side of ['candor', 'floor'] as const) {
          const { pid } = (side === 'candor' ? candor : floor).child;
          sides[side].push(await measured(loads[side], pid!, postmaster));
        }
      }
      measures.push(...compared(name, sides.candor, sides.floor));
    }
    await Promise.all([installation.end(candor.child), installation.end(floor.child)]);
    if (isProfiling) process.stdout.write(`${profileOf(installation.home)}\n`);
    return {
      title: `Commands with everything on against the same rows by hand, ${CONNECTIONS} connections, medians of ${ROUNDS} rounds`,
      measures,
    };
  } finally {
    await installation.remove();
  }
}

async function warmUp(one: Load): Promise<void> {
  for (let answered = 0; answered < WARM_UP; ) answered += (await load({ ...one, seconds: 1 })).count;
}

async function measured(one: Load, server: number, postgres: number): Promise<Round> {
  const before = [cpuSeconds(server), cpuSeconds(postgres)] as const;
  const { count, seconds, latencies } = await load(one);
  return {
    rate: count / seconds,
    server: (1_000 * (cpuSeconds(server) - before[0])) / count,
    postgres: (1_000 * (cpuSeconds(postgres) - before[1])) / count,
    p99: latencies[Math.floor(count * 0.99)]!,
  };
}

function compared(name: string, candor: readonly Round[], floor: readonly Round[]): Measure[] {
  const of = (rounds: readonly Round[], figure: keyof Round) => median(rounds.map((round) => round[figure]));
  return [
    {
      row: 'speed-5',
      name: `${name}: requests a second to by hand`,
      // Round by round, because a machine has its moods.
      value: median(candor.map(({ rate }, round) => rate / floor[round]!.rate)),
      unit: '×',
      atLeast: 0.5,
    },
    ...(
      [
        ['candor', candor],
        ['by hand', floor],
      ] as const
    ).flatMap(([side, rounds]): Measure[] => [
      { name: `${name}, ${side}: requests a second`, value: of(rounds, 'rate'), unit: '/s' },
      { name: `${name}, ${side}: processor time of the server`, value: of(rounds, 'server'), unit: 'ms' },
      { name: `${name}, ${side}: processor time of PostgreSQL`, value: of(rounds, 'postgres'), unit: 'ms' },
      { name: `${name}, ${side}: p99`, value: of(rounds, 'p99'), unit: 'ms' },
    ]),
  ];
}

const isGood = (answer: string) => answer.includes('"userErrors":[]') && !answer.includes('"errors"');

const OPEN = `mutation ($input: OpenTicketInput!) {
  openTicket(input: $input) { ticket { id number } userErrors { code message } } }`;
const POST = `mutation ($input: PostProgressInput!) {
  postProgress(input: $input) { board { id version percent } userErrors { code message } } }`;

const SUBJECT = 'The lift on the third floor does not stop';
const INTAKE = { what: SUBJECT, when: 'since Monday', why: 'It should stop again' };
const TEXT = [{ locale: 'en', text: 'The parts have arrived and are being fitted' }];

interface Loads {
  readonly candor: Load;
  readonly floor: Load;
}

function ticketLoads({ token, staff, customer }: Furniture, candor: URL, floor: URL): Loads {
  const input = { customerId: customer, subject: SUBJECT, intake: INTAKE, channel: 'phone' };
  const ours = JSON.stringify({ query: OPEN, variables: { input } });
  const intake = JSON.stringify(INTAKE);
  const facts = { customer: uuidOf('customer', customer), actor: staff, subject: SUBJECT, intake };
  return {
    candor: {
      ...common(candor, token),
      request: () => ({ body: ours, headers: { 'idempotency-key': crypto.randomUUID() } }),
    },
    floor: {
      ...common(new URL('/ticket', floor)),
      request: () => ({ body: JSON.stringify({ ...facts, key: crypto.randomUUID() }) }),
    },
  };
}

function progressLoads({ token, staff, boards }: Furniture, candor: URL, floor: URL): Loads {
  const by = { actor: staff, staff: uuidOf('staff', staff), text: JSON.stringify({ en: TEXT[0]!.text }) };
  const percentOf = (n: number) => Math.floor(n / boards.length) % 100;
  return {
    candor: {
      ...common(candor, token),
      request: (n) => {
        const { id } = boards[n % boards.length]!;
        const input = { boardId: id, percent: percentOf(n), nextStep: TEXT, note: TEXT };
        return {
          body: JSON.stringify({ query: POST, variables: { input } }),
          headers: { 'idempotency-key': crypto.randomUUID() },
        };
      },
    },
    floor: {
      ...common(new URL('/progress', floor)),
      request: (n) => {
        const { id, stage } = boards[n % boards.length]!;
        const board = uuidOf('board', id);
        const facts = { board, stage: uuidOf('board_stage', stage), percent: percentOf(n) };
        return { body: JSON.stringify({ ...by, ...facts, key: crypto.randomUUID() }) };
      },
    },
  };
}

function common(url: URL, token?: string): Omit<Load, 'request'> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  return { url, headers, connections: CONNECTIONS, seconds: SECONDS, isGood };
}

async function furnish({ platform }: Installation): Promise<Furniture> {
  const { command } = platform.services;
  const staff = await command((tx) => createStaffMember(tx, { name: 'Li Wei', roles: ['agent'] }));
  const customer = await command((tx) => createCustomer(tx, { name: 'Ada' }));
  const stages = ['Confirmed', 'Made', 'Fitted'].map((text) => ({
    name: [{ locale: 'en', text }],
    owner: [{ locale: 'en', text: 'Workshop' }],
    expectedDuration: 'P3D',
    isKey: false,
  }));
  const template = { key: 'repair', name: [{ locale: 'en', text: 'Repair' }], stages };
  await command((tx) => createBoardTemplate(tx, template));
  const title = [{ locale: 'en', text: 'Your lift' }];
  const boards = await command(async (tx) => {
    const made = [];
    for (let i = 0; i < BOARDS; i++) {
      const { board } = await createBoard(tx, { customerId: customer.id, templateKey: 'repair', title });
      made.push({ id: board.id, stage: board.currentStage!.id });
    }
    return made;
  });
  const token = await platform.tokens.mint({ kind: 'staff', id: staff.id, expiresIn: 3_600 });
  return { token, staff: staff.id, customer: customer.id, boards };
}

async function postmasterOf({ platform }: Installation): Promise<number> {
  const [file] = await platform.services.query<{ text: string }>(
    `select pg_read_file('postmaster.pid') as text`,
  );
  return Number(file!.text.split('\n')[0]);
}
