import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/**
 * What commands are measured against: the same rows, written by hand in one transaction over `node:http` and
 * `pg`, with prepared statements, and nothing around them: no token, no rule, no hook, no schema.
 */
const pool = new pg.Pool({ ...JSON.parse(process.env['BENCH_DATABASE']!), max: 10 });

type Input = Record<string, string>;
type Write = (client: pg.PoolClient, input: Input) => Promise<object>;

const server = createServer(async (request, response) => {
  try {
    const input = JSON.parse(await textOf(request)) as Input;
    const answer = JSON.stringify(
      await inTransaction(request.url === '/ticket' ? openTicket : postProgress, input),
    );
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  } catch (error) {
    const text = String(error);
    response.writeHead(500, { 'content-length': Buffer.byteLength(text) }).end(text);
  }
}).listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
process.on('SIGTERM', () => process.exit(0));

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function inTransaction(write: Write, input: Input): Promise<object> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const answer = await write(client, input);
    await client.query('commit');
    return answer;
  } finally {
    client.release();
  }
}

const openTicket: Write = async (client, { customer, actor, subject, intake, key }) => {
  const [ticket, conversation] = [uuid(), uuid()];
  await run(client, CONVERSATION, [conversation, customer, ticket]);
  const { number } = await run(client, TICKET, [ticket, subject, intake, customer, conversation]);
  await run(client, TRANSITION, [uuid(), ticket, actor]);
  await kernelRows(client, { name: 'ticket.open', subject: ticket, actor: actor!, key: key! });
  return { openTicket: { ticket: { id: ticket, number }, userErrors: [] } };
};

const postProgress: Write = async (client, { board, stage, actor, staff, percent, text, key }) => {
  const change = uuid();
  const { version } = await run(client, BOARD, [board, percent, text]);
  await run(client, STAGE, [stage, percent]);
  await run(client, CHANGE, [change, board, stage, percent, text, staff]);
  const { head } = await run(client, STREAM, [`board:${board}`]);
  await run(client, ENTRY, [`board:${board}`, head, JSON.stringify({ change })]);
  await kernelRows(client, { name: 'board.postProgress', subject: board!, actor: actor!, key: key! });
  return { postProgress: { board: { id: board, version, percent }, userErrors: [] } };
};

async function kernelRows(
  client: pg.PoolClient,
  { name, subject, actor, key }: { name: string; subject: string; actor: string; key: string },
): Promise<void> {
  const content = JSON.stringify({ after: { subject, name } });
  const salt = randomBytes(16);
  const hash = createHash('sha256').update(salt).update(content).digest();
  await run(client, AUDIT, [actor, key, uuid(), name, subject, content, hash, salt]);
  await run(client, OUTBOX, [uuid(), name, subject, JSON.stringify({ subject }), actor, key]);
  const inputHash = createHash('sha256').update(key).digest('hex');
  await run(client, IDEMPOTENCY, [actor, name, key, inputHash, JSON.stringify({ record: subject })]);
}

/** One prepared statement; answers its first row. */
async function run(client: pg.PoolClient, text: string, values: unknown[]): Promise<Record<string, unknown>> {
  const name = String(TEXTS.indexOf(text));
  return (await client.query({ name, text, values })).rows[0] ?? {};
}

/** In the order of time, as the platform's are. */
function uuid(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

const CONVERSATION = `insert into conversations_conversation (id, created_at, updated_at, customer_id, about)
  values ($1, now(), now(), $2, $3)`;
const TICKET = `insert into tickets_ticket (id, created_at, updated_at, subject, intake, intake_completeness, type,
    ticket_class, priority, priority_rank, customer_id, conversation_id, channel, opened_at, origin)
  values ($1, now(), now(), $2, $3, 50, 'SIMPLE_ENQUIRY', 'REGULAR', 'NORMAL', 2, $4, $5, 'phone', now(), 'LIVE')
  returning number`;
const TRANSITION = `insert into tickets_transition (id, ticket_id, at, kind, to_value, update_number, is_first_of_update, actor, origin)
  values ($1, $2, now(), 'OPENED', 'NEW', 0, false, $3, 'LIVE')`;
const BOARD = `update boards_board set percent = $2, next_step = $3, last_posted_at = now(), updated_at = now(), version = version + 1
  where id = $1 returning version`;
const STAGE = `update boards_stage set percent = $2, updated_at = now(), version = version + 1 where id = $1`;
const CHANGE = `insert into boards_change (id, board_id, at, kind, stage_id, stage_percent, percent, next_step, note, milestones, posted_by_id)
  values ($1, $2, now(), 'PROGRESS', $3, $4, $4, $5, $5, '{}', $6)`;
const STREAM = `insert into kernel_stream as s (name, epoch, head, first_kept, changed_at) values ($1, 'epoch', 1, 1, now())
  on conflict (name) do update set head = s.head + 1, changed_at = now() returning head`;
const ENTRY = `insert into kernel_stream_entry (stream, "offset", name, facts, at) values ($1, $2, 'PROGRESS', $3, now())`;
const AUDIT = `insert into kernel_audit (at, actor, request_id, id, action, subject, content, content_hash, salt)
  values (now(), $1, $2, $3, $4, $5, $6, $7, $8)`;
const OUTBOX = `insert into kernel_outbox (id, name, subject, payload, actor, request_id, origin, at)
  values ($1, $2, $3, $4, $5, $6, 'live', now())`;
const IDEMPOTENCY = `insert into kernel_idempotency (actor, field, key, input_hash, payload, created_at)
  values ($1, $2, $3, $4, $5, now())`;
const TEXTS = [
  CONVERSATION,
  TICKET,
  TRANSITION,
  BOARD,
  STAGE,
  CHANGE,
  STREAM,
  ENTRY,
  AUDIT,
  OUTBOX,
  IDEMPOTENCY,
];
