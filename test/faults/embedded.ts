import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@candor/server/processes';
import { FaultProgram } from './program.js';
import { processesWith, Victim } from './victim.js';

/** Kills what owns the embedded database, or the database itself, and looks at what the next start finds. */
const STARTS_WITHIN = 10_000;
const program = new FaultProgram();
const root = mkdtempSync(join(tmpdir(), 'candor-faults-'));
execFileSync('chmod', ['755', root]);

await program.run('fault-3b owner killed', ownerKilled);
await program.run('fault-3b server killed', serverKilled);
await program.run('fault-3b number taken by another program', numberTaken);
await program.run('fault-3b parent killed', parentKilled);
await program.run('fault-3b children killed', childrenKilled);
await program.run('api-29 shutdown', shutdown);
await program.run('a start that is refused', refusals);
if (process.getuid?.() === 0) await program.run('a folder closed to the server', closedFolder);

rmSync(root, { recursive: true, force: true });
program.finish();

/** Killed at any moment, the first start included: nothing acknowledged is lost, and the next start just works. */
async function ownerKilled(): Promise<void> {
  const home = join(root, 'owner');
  const cycles = program.isFull ? 20 : 4;
  const acknowledged = new Set<number>();
  let slowest = 0;
  let lost = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const startedAt = performance.now();
    const owner = new Victim('embedded-owner.ts', [home, 'write']);
    // Every other one dies while it starts, which the first time means while the database is made.
    if (cycle % 2 === 0) {
      await pause(program.random(1_500));
    } else {
      const found = new Set(JSON.parse(await owner.says('found')) as number[]);
      slowest = Math.max(slowest, performance.now() - startedAt);
      lost += [...acknowledged].filter((n) => !found.has(n)).length;
      await pause(program.random(300));
    }
    await owner.end('SIGKILL');
    for (const n of owner.lines('acknowledged')) acknowledged.add(Number(n));
  }
  program.check(
    'fault-3b the owner was killed: nothing acknowledged is lost',
    lost === 0,
    `${cycles} kills, ${acknowledged.size} rows`,
  );
  program.check(
    'fault-3b the owner was killed: the next start needs nobody',
    slowest < STARTS_WITHIN,
    `${Math.round(slowest)} ms at most`,
  );
  await stopsClean(home, 'the owner was killed');
}

/** Killed under its owner, the server comes back by itself. */
async function serverKilled(): Promise<void> {
  const home = join(root, 'server');
  const owner = new Victim('embedded-owner.ts', [home, 'wait']);
  await owner.says('found');
  const killed = serverOf(home)!;
  process.kill(killed, 'SIGKILL');
  const isBack = await until(() => ![undefined, killed].includes(serverOf(home)), STARTS_WITHIN);
  const sharer = new Victim('embedded-owner.ts', [home, 'wait']);
  await sharer.says('found');
  program.check('fault-3b the server was killed: it is started again', isBack);
  const host = socketFolderOf(home);
  rmSync(host, { recursive: true });
  const isOpen = await until(() => existsSync(join(host, '.s.PGSQL.5432')), STARTS_WITHIN);
  program.check('fault-3b its socket was cleaned away: the server is started again', isOpen);
  await Promise.all([owner.end('SIGKILL'), sharer.end('SIGKILL')]);
  await stopsClean(home, 'the server was killed');
}

/** After a crash of the machine, the number in `postmaster.pid` may be any program's. */
async function numberTaken(): Promise<void> {
  const home = join(root, 'number');
  await new Victim('embedded-owner.ts', [home, 'stop']).finishes();
  const { uid, gid } = statSync(join(home, 'postgres'));
  const stranger = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' });
  const file = join(home, 'postgres/postmaster.pid');
  writeFileSync(file, `${stranger.pid}\n${join(home, 'postgres')}\n1700000000\n5432\n/tmp\n\n0 0\nready\n`, {
    mode: 0o600,
  });
  execFileSync('chown', [`${uid}:${gid}`, file]);
  const owner = new Victim('embedded-owner.ts', [home, 'wait']);
  await owner.says('found', STARTS_WITHIN);
  program.check('fault-3b another program has the number: the server starts', serverOf(home) !== undefined);
  program.check(
    'fault-3b another program has the number: it is left alone',
    stranger.exitCode === null && stranger.signalCode === null,
  );
  stranger.kill();
  await owner.end('SIGKILL');
  await stopsClean(home, 'another program has the number');
}

async function parentKilled(): Promise<void> {
  const home = join(root, 'parent');
  const port = await freePort();
  const cycles = program.isFull ? 20 : 2;
  let slowest = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const startedAt = performance.now();
    const parent = new Victim('embedded-parent.ts', [home, port]);
    await parent.says('ready');
    slowest = Math.max(slowest, performance.now() - startedAt);
    await pause(program.random(200));
    await parent.end('SIGKILL');
  }
  program.check(
    'fault-3b the parent was killed: the next start is ready',
    slowest < STARTS_WITHIN,
    `${cycles} kills, ${Math.round(slowest)} ms at most`,
  );
  const isQuiet = await until(() => processesWith(home).length === 0, STARTS_WITHIN);
  program.check('fault-3b the parent was killed: its children end by themselves', isQuiet);
  await stopsClean(home, 'the parent was killed');
}

async function childrenKilled(): Promise<void> {
  const home = join(root, 'children');
  const parent = new Victim('embedded-parent.ts', [home, await freePort()]);
  await parent.says('ready');
  const server = serverOf(home);
  await new Victim('embedded-owner.ts', [home, 'stop']).finishes();
  program.check('a command beside the platform leaves its database running', serverOf(home) === server);
  for (const name of ['serve', 'work']) {
    const alive = () =>
      processesWith(`embedded-child.ts ${home} `).find(({ commandLine }) => commandLine.endsWith(name))?.pid;
    const killed = alive()!;
    process.kill(killed, 'SIGKILL');
    const isBack = await until(() => ![undefined, killed].includes(alive()), STARTS_WITHIN);
    program.check(`fault-3b ${name} was killed: it is started again`, isBack);
  }
  program.check('fault-3b children were killed: the parent stays', parent.process.exitCode === null);
  await parent.end('SIGTERM');
}

async function shutdown(): Promise<void> {
  const home = join(root, 'shutdown');
  const parent = new Victim('embedded-parent.ts', [home, await freePort()]);
  await parent.says('ready');
  const startedAt = performance.now();
  const code = await parent.end('SIGTERM');
  const took = performance.now() - startedAt;
  program.check(
    'api-29 SIGTERM ends everything in order, with code 0',
    code === 0 && took < 15_000,
    `code ${code}, ${Math.round(took)} ms`,
  );
  program.check('api-29 SIGTERM leaves no process behind', processesWith(home).length === 0);
  const early = new Victim('embedded-parent.ts', [home, await freePort()]);
  await until(() => serverOf(home) !== undefined, STARTS_WITHIN);
  const earlyCode = await early.end('SIGTERM');
  program.check(
    'api-29 SIGTERM in the middle of the start ends in order too',
    earlyCode === 0 && processesWith(home).length === 0,
    `code ${earlyCode}`,
  );
}

async function refusals(): Promise<void> {
  const home = join(root, 'refusals');
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const refused = new Victim('embedded-parent.ts', [home, String(port)]);
  const message = await refused.says('refused', STARTS_WITHIN);
  program.check(
    'a busy port is told in one line with the mend',
    /^Port \d+ is taken .*PORT=\d+ npm start$/.test(message),
    message,
  );
  // It says so a moment before it goes.
  await until(() => refused.process.exitCode !== null, STARTS_WITHIN);
  program.check(
    'a busy port leaves nothing running',
    processesWith(home).length === 0 && refused.process.exitCode === 1,
  );
  taken.close();

  const first = new Victim('embedded-parent.ts', [home, await freePort()]);
  await first.says('ready');
  const second = new Victim('embedded-parent.ts', [home, await freePort()]);
  const told = await second.says('refused', STARTS_WITHIN);
  program.check(
    'a second start of the same home says that one runs',
    /^Candor already runs in this folder/.test(told),
    told,
  );
  // One that is just stopping is waited for.
  const ending = first.end('SIGTERM');
  const third = new Victim('embedded-parent.ts', [home, await freePort()]);
  await third.says('ready');
  program.check('a start right after a stop waits for it', (await ending) === 0);
  await third.end('SIGTERM');
}

/** Below root's home, say, the account that runs the server reaches neither the data nor the programs. */
async function closedFolder(): Promise<void> {
  const closed = join(root, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const home = join(closed, 'home');
  await new Victim('embedded-owner.ts', [home, 'stop']).finishes();
  const elsewhere = readFileSync(join(home, 'postgres.elsewhere'), 'utf8').trim();
  await new Victim('embedded-owner.ts', [home, 'stop']).finishes();
  program.check(
    'a folder closed to the server keeps its data where that reaches',
    statSync(join(elsewhere, 'postgres')).isDirectory(),
  );
  program.check('a folder closed to the server stays closed', (statSync(closed).mode & 0o777) === 0o700);
  rmSync(elsewhere, { recursive: true });
}

/** A last start that is stopped in order leaves no server at all. */
async function stopsClean(home: string, after: string): Promise<void> {
  await new Victim('embedded-owner.ts', [home, 'stop']).finishes();
  const left = processesWith(`-D ${join(home, 'postgres')} `);
  program.check(`fault-3b ${after}: no orphan is left in the end`, left.length === 0);
}

function serverOf(home: string): number | undefined {
  return processesWith(`/postgres -D ${join(home, 'postgres')} `)[0]?.pid;
}

function socketFolderOf(home: string): string {
  return readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[4]!;
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return String(port);
}
