import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { Notice } from '../notice.js';
import { processTable } from '../processes/process-table.js';
import { until } from '../processes/until.js';
import { asAccount, ROLE } from './cluster.js';
import { socketFolder } from './folders.js';
import type { Places } from './places.js';
import { isServerOf, type PostmasterFile, readPostmasterFile } from './postmaster-file.js';
import { type Answer, probeUntil } from './probe.js';

/** Everything that makes a commit durable stays as it comes; compiling statements costs more than it saves here. */
const SETTINGS = [
  'max_connections=100',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_min_messages=warning',
];
/** In a private folder the number is only part of the socket's name. */
const SOCKET_PORT = 5432;
const LONGEST_LOG = 10 * 2 ** 20;
/** After a crash, what is left of the old server holds its shared memory for a moment. In milliseconds. */
const OLD_SERVER_LEAVES = 15_000;
const LONGEST_RECOVERY = 300_000;

/** The live server on these data, if there is one. */
export function liveServer(data: string): PostmasterFile | undefined {
  const file = readPostmasterFile(data);
  return file && isServerOf(data, file, processTable) ? file : undefined;
}

/** Whether new connections find the server: what cleans temporary folders may have taken its socket away. */
export function hasSocket({ port, socketDirectory }: PostmasterFile): boolean {
  return socketDirectory === '' || existsSync(join(socketDirectory, `.s.PGSQL.${port}`));
}

/** How to reach the server that wrote this file. */
export function connectionTo(
  file: Pick<PostmasterFile, 'port' | 'socketDirectory'>,
  password: string,
): pg.ClientConfig {
  return { host: file.socketDirectory || '127.0.0.1', port: file.port, user: ROLE, password, database: ROLE };
}

/** Starts a server that outlives this process, and waits until it takes connections: where it did before. */
export async function startServer(
  places: Places,
  password: string,
  before?: pg.ClientConfig,
): Promise<pg.ClientConfig> {
  const address = await newAddress(socketFolder(places, password), before?.port);
  const connection = connectionTo(address, password);
  const end = performance.now() + OLD_SERVER_LEAVES;
  for (;;) {
    const { answer, log } = await launch(places, connection);
    if (answer === 'ready') return connection;
    if (answer === 'refused')
      throw new Notice(`The database in ${places.data} does not know the password in ${places.password}.`);
    if (!log.includes('still in use') || performance.now() > end)
      throw new Notice(`PostgreSQL did not start:\n${log}`);
  }
}

/** Stops the live server on these data, if there is one: at once but in order, or else as a crash would. */
export async function stopServer(data: string, postgres: string): Promise<void> {
  for (const [signal, patience] of [
    ['INT', 20_000],
    ['QUIT', 10_000],
  ] as const) {
    // Looked up anew before each signal: the number may be another program's by then.
    const live = liveServer(data);
    if (!live) return;
    send(signal, live.pid, postgres);
    if (await until(() => liveServer(data)?.pid !== live.pid, patience)) return;
  }
  throw new Notice(`The PostgreSQL server on ${data} does not stop.`);
}

function send(signal: 'INT' | 'QUIT', pid: number, postgres: string): void {
  if (process.platform === 'win32') {
    execFileSync(join(dirname(postgres), 'pg_ctl.exe'), ['kill', signal, String(pid)]);
    return;
  }
  try {
    process.kill(pid, `SIG${signal}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** One try: `waiting` means that the server ended, and `log` is what it said. */
async function launch(places: Places, connection: pg.ClientConfig): Promise<{ answer: Answer; log: string }> {
  const log = openLog(places.log);
  const child = spawn(places.binaries.postgres, ['-D', places.data, ...serverFlags(connection)], {
    ...environment(places),
    // Out of the terminal's reach: an interrupt is for the platform, which stops its database last.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  const ended = (): void => {
    failure ??= readFileSync(places.log).subarray(log.size).toString();
  };
  child.once('exit', ended);
  const answer = await probeUntil(connection, () => failure !== undefined, LONGEST_RECOVERY);
  // Its log may have gone with its folder by the time that it is stopped.
  child.off('exit', ended);
  return { answer, log: failure ?? 'It is still busy recovering.' };
}

/**
 * A number in a left-over file may belong to another program of the same account by now, and PostgreSQL
 * would then refuse to start. Named here, it is passed over as it is for `pg_ctl`, while the check for
 * remains of the old server in shared memory still holds. The file itself is PostgreSQL's to replace.
 */
function environment({ account, data }: Places): ReturnType<typeof asAccount> {
  const options = asAccount(account);
  const leftOver = readPostmasterFile(data);
  return leftOver
    ? { ...options, env: { ...options.env, PG_GRANDPARENT_PID: String(leftOver.pid) } }
    : options;
}

/** How a server is told where to listen and how to run. */
export function serverFlags({ host, port }: pg.ClientConfig): string[] {
  const where = host?.startsWith('/')
    ? ['listen_addresses=', `unix_socket_directories=${host}`, 'unix_socket_permissions=0700']
    : ['listen_addresses=127.0.0.1', 'unix_socket_directories='];
  return [`port=${port}`, ...where, ...SETTINGS].flatMap((setting) => ['-c', setting]);
}

/**
 * Where a new server listens: on a socket in that folder, or where there are none on a port of this machine,
 * the one it had before or a free one.
 */
export async function newAddress(
  sockets: string,
  before?: number,
): Promise<Pick<PostmasterFile, 'port' | 'socketDirectory'>> {
  if (process.platform !== 'win32') return { port: SOCKET_PORT, socketDirectory: sockets };
  if (before !== undefined) return { port: before, socketDirectory: '' };
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return { port, socketDirectory: '' };
}

function openLog(file: string): { descriptor: number; size: number } {
  if (existsSync(file) && statSync(file).size > LONGEST_LOG) renameSync(file, `${file}.1`);
  const size = existsSync(file) ? statSync(file).size : 0;
  return { descriptor: openSync(file, 'a', 0o600), size };
}
