import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { serverAccount } from './account.js';
import { createDatabase, dropDatabase, ensureDatabase } from './administration.js';
import { reachableBinaries } from './binaries.js';
import { asAccount, createCluster } from './cluster.js';
import type { EmbeddedServer } from './embedded.js';
import { sharedFolder, temporaryFolder } from './folders.js';
import { connectionTo, newAddress, serverFlags } from './postmaster.js';
import { probeUntil } from './probe.js';

/** A crash of the machine may lose what a test wrote; several tests hold their connections at once. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=200'];
/** The shell waits until its input ends, which it also does when this process is killed, and then clears up. */
const UNTIL_CLOSED = '"$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$0"';
const STARTS = 30_000;

/** A throw-away server for tests, on data of its own. It ends with this process, however that ends. */
export async function startEphemeral(): Promise<EmbeddedServer> {
  const account = serverAccount();
  const folder = temporaryFolder(account);
  const binaries = reachableBinaries(account, account && (sharedFolder(account) ?? folder));
  const data = join(folder, 'data');
  const password = randomBytes(24).toString('base64url');
  createCluster({ account, binaries, data, password, options: ['--no-sync'] });

  const connection = connectionTo(await newAddress(folder), password);
  const command = [
    binaries.postgres,
    '-D',
    data,
    ...serverFlags(connection),
    ...SETTINGS.flatMap((setting) => ['-c', setting]),
  ];
  const log = join(folder, 'log');
  const child = spawnBound(command, folder, log, asAccount(account));
  const ended = once(child, 'exit');
  const answer = await probeUntil(connection, () => child.exitCode !== null, STARTS);
  if (answer !== 'ready') throw new Error(`The test server did not start:\n${readFileSync(log, 'utf8')}`);
  await ensureDatabase(connection);
  return {
    connection,
    createDatabase: (name) => createDatabase(connection, name),
    dropDatabase: (name) => dropDatabase(connection, name),
    stop: async () => {
      child.ref();
      if (child.stdin) child.stdin.end();
      else child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a command that ends when we do. Our own end does not wait for it. */
function spawnBound(
  command: string[],
  folder: string,
  log: string,
  options: ReturnType<typeof asAccount>,
): ChildProcess {
  const output = openSync(log, 'a', 0o600);
  const [program, args] =
    process.platform === 'win32'
      ? [command[0]!, command.slice(1)]
      : ['sh', ['-c', UNTIL_CLOSED, folder, ...command]];
  const child = spawn(program, args, {
    ...options,
    detached: true,
    windowsHide: true,
    stdio: ['pipe', output, output],
  });
  child.unref();
  (child.stdin as Socket).unref();
  return child;
}
