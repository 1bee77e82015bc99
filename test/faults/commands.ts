import { randomUUID } from 'node:crypto';
import { uuidOf } from '@candor/kernel/database';
import { createTestPlatform } from '@candor/testing';
import { makeBoards } from './boards.js';
import { heldOpen } from './commits.js';
import { Installation, type Person } from './installation.js';
import { notifyStorm } from './notices.js';
import { FaultProgram } from './program.js';
import { type RivalReport, type Rivalry, sendWithKey } from './rivalry.js';
import { Victim } from './victim.js';

/**
 * Commands at the same time: on one record, under one key, around a transaction that stays open, and while
 * every commit wakes the other processes. The checker reads the database; who writes keeps books elsewhere.
 */
const program = new FaultProgram();
/** A row is proved by the full tier; the short one is a step towards it. */
const row = (id: string) => (program.isFull ? id : `(${id})`);
const PATIENCE = 600_000;

/** Has the database itself write down what each change of a customer was put upon. */
const OVERWRITES = [
  'create table if not exists rival_log (customer uuid, old_version int, name text)',
  `create or replace function rival_log() returns trigger as $$ begin
     insert into rival_log values (old.id, old.version, new.name); return null; end; $$ language plpgsql`,
  `create or replace trigger rival_log after update on customers_customer
     for each row execute function rival_log()`,
];

const OPEN = `mutation ($input: OpenTicketInput!) {
  openTicket(input: $input) { ticket { id } userErrors { code } } }`;
const inputOf = (customerId: string, subject = 'One') => ({
  input: { customerId, subject, channel: 'app', intake: { what: 'a', when: 'b', why: 'c' } },
});

const installation = await Installation.create();
const cluster = await installation.cluster(1, 1);
try {
  const agent = await installation.staff('agent');
  await program.run(`${row('fault-16')} writers of one record`, () => rivals(agent));
  await program.run(`${row('fault-17')} the same key many times`, () => sameKey(agent));
  await program.run(`${row('fault-17')} the key a day later`, dayLater);
  await program.run(`${row('fault-18')} a transaction that stays open`, () =>
    heldOpen(program, installation, row),
  );
  await program.run(`${row('fault-23')} a wake-up with every commit`, () =>
    notifyStorm(program, installation, row),
  );
} finally {
  await cluster.stop();
  await installation.close();
}
program.finish();

/** Two to eight writers, over each path on which versions could be forgotten. */
async function rivals(agent: Person): Promise<void> {
  const customer = await installation.customer();
  const each = program.isFull ? 1_000 : 25;
  for (const [kind, writers] of [
    ['update', 2],
    ['update', 8],
    ['upsert', 4],
    ['boards', 4],
  ] as const) {
    const rivalry: Rivalry = {
      ...(await record(customer, kind)),
      url: cluster.url,
      token: agent.token,
      kind,
      writers,
      each,
    };
    const before = await stateOf(rivalry);
    const victim = new Victim('rivals.ts', [JSON.stringify(rivalry)]);
    await victim.finishes(PATIENCE);
    const report = JSON.parse(await victim.says('report')) as RivalReport;
    const after = await stateOf(rivalry);
    const { acknowledged, conflicts, withoutVersion, other, upserts } = report;
    const name = `${row('fault-16')} ${writers} writers of one record (${kind})`;
    const detail = `${acknowledged} acknowledged, ${conflicts} conflicts, ${upserts} upserts, version ${before.version} to ${after.version}`;
    program.check(
      `${name}: no acknowledged change was overwritten`,
      after.counted - before.counted === acknowledged,
      detail,
    );
    program.check(
      `${name}: every change has a version of its own`,
      after.version - before.version === acknowledged + upserts,
      detail,
    );
    program.check(
      `${name}: each loser got CONFLICT and the current version`,
      withoutVersion === 0 && other.length === 0 && conflicts > 0,
      JSON.stringify({ withoutVersion, other: other.slice(0, 3) }),
    );
  }
}

async function record(customer: Person, kind: Rivalry['kind']): Promise<Pick<Rivalry, 'customer' | 'board'>> {
  const { services } = await installation.inside();
  for (const statement of OVERWRITES) await services.query(statement);
  if (kind === 'upsert') {
    await services.query(
      `insert into customers_external_id (id, created_at, updated_at, customer_id, system, value)
       values ($1, now(), now(), $2, 'crm', 'one')`,
      [randomUUID(), uuidOf('customer', customer.id)],
    );
  }
  if (kind !== 'boards') return { customer: customer.id, board: '' };
  const [board] = await makeBoards(installation, cluster.url, [customer]);
  // A second stage to go to and come back from.
  await services.query(
    `insert into boards_stage (id, created_at, updated_at, board_id, position, name, owner, expected_duration)
     values ($1, now(), now(), $2, 2, '{"en":"More"}', '{"en":"Team"}', 'P3D')`,
    [randomUUID(), uuidOf('board', board!.id)],
  );
  return { customer: customer.id, board: board!.id };
}

/** What the database counts: changes that were put upon the version they were decided on, or those it keeps. */
async function stateOf({ kind, customer, board }: Rivalry): Promise<{ version: number; counted: number }> {
  const [state] =
    kind === 'boards'
      ? await installation.query<{ version: number; counted: number }>(
          `select version, (select count(*)::int from boards_change where board_id = b.id) as counted
           from boards_board b where id = $1`,
          [uuidOf('board', board)],
        )
      : await installation.query<{ version: number; counted: number }>(
          `select version, (select count(*)::int from rival_log l where l.customer = c.id
             and l.name = 'after ' || l.old_version) as counted from customers_customer c where id = $1`,
          [uuidOf('customer', customer)],
        );
  return state!;
}

async function sameKey(agent: Person): Promise<void> {
  const rounds = program.isFull ? 50 : 3;
  let rows = 0;
  let wrong = 0;
  let inProgress = 0;
  let mismatches = 0;
  for (let round = 0; round < rounds; round++) {
    const { id } = await installation.customer();
    const key = randomUUID();
    const ask = (subject?: string) => sendWithKey(cluster.url, agent.token, OPEN, inputOf(id, subject), key);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    const codes = answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
    const bodies = new Set(
      answers.flatMap(({ data }) => (data?.openTicket ? [JSON.stringify(data.openTicket)] : [])),
    );
    inProgress += codes.length;
    if (bodies.size !== 1 || codes.some((code) => code !== 'IDEMPOTENCY_IN_PROGRESS')) wrong++;
    const [other, again] = [await ask('Another'), await ask()];
    if (other.errors?.[0]?.extensions.code !== 'IDEMPOTENCY_KEY_REUSED') mismatches++;
    if (!bodies.has(JSON.stringify(again.data?.openTicket))) wrong++;
    rows += await installation.count('select count(*) from tickets_ticket where customer_id = $1', [
      uuidOf('customer', id),
    ]);
  }
  const name = row('fault-17');
  program.check(
    `${name} 20 requests with one key at once make one record`,
    rows === rounds,
    `${rows} rows of ${rounds} keys`,
  );
  program.check(
    `${name} the others get the same answer, or hear that it is in progress`,
    wrong === 0,
    `${inProgress} of ${20 * rounds} heard so`,
  );
  program.check(`${name} another input under the key is refused`, mismatches === 0);
}

/** The clock of this platform stands until it is moved. */
async function dayLater(): Promise<void> {
  const platform = await createTestPlatform();
  try {
    const customer = await platform.customer();
    const open = async () => {
      const { customerId: _, ...input } = inputOf('').input;
      const options = { variables: { input }, idempotencyKey: 'one' };
      return (await customer.must(OPEN, options)).openTicket.ticket.id as string;
    };
    const first = await open();
    await platform.advance('PT23H59M59S');
    const before = await open();
    await platform.advance('PT1S');
    const after = await open();
    const again = await open();
    program.check(
      `${row('fault-17')} a key holds for 24 h, and is new after that`,
      before === first && after !== first && again === after,
    );
  } finally {
    await platform.close();
  }
}
