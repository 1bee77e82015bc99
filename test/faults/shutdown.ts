import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '@candor/server/processes';
import { type Board, makeBoards } from './boards.js';
import { Installation } from './installation.js';
import { FaultProgram } from './program.js';
import { SteadyLoad } from './shutdown-load.js';
import { shutdownPlugin } from './shutdown-plugin.js';
import { Victim } from './victim.js';
import { Watcher } from './watcher.js';

/**
 * A server and a worker are told to end while they are busy: what was begun is answered, watchers are sent away one
 * after the other, jobs are handed back, and both are gone in time with the exit code of a job well done.
 */
const program = new FaultProgram();
const RATE = program.isFull ? 200 : 60;
const SOCKETS = program.isFull ? 1_000 : 150;
/** Milliseconds. */
const SETTLES = 60_000;
const GONE_WITHIN = 15_000;
const SPREAD = 10_000;

await program.run('a server and a worker that are told to end', underLoad);
await program.run('a server that is told twice', toldTwice);
program.finish();

interface Stage {
  readonly installation: Installation;
  readonly url: string;
  readonly server: Victim;
  start(...args: string[]): Victim;
}

async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const installation = await Installation.create({
    program: fileURLToPath(new URL('./shutdown-process.ts', import.meta.url)),
    plugins: [shutdownPlugin],
  });
  const port = await freePort();
  const victims: Victim[] = [];
  const start = (...args: string[]) => {
    const victim = new Victim('shutdown-process.ts', args, {
      ...installation.environment,
      PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      RATE_LIMIT_ACTOR: 'off',
      DRAIN_SECONDS: '5',
    });
    victims.push(victim);
    return victim;
  };
  try {
    const server = start('serve', '--migrate');
    await server.says('Serving', SETTLES);
    await play({ installation, url: `http://127.0.0.1:${port}`, server, start });
  } finally {
    await Promise.all(victims.map((victim) => victim.end('SIGKILL')));
    await installation.close();
  }
}

function works(worker: Victim): Promise<boolean> {
  return until(() => worker.said.includes('"msg":"working"'), SETTLES);
}

async function watchersOf(
  { installation, url }: Stage,
  count: number,
): Promise<{ watchers: Watcher[]; boards: Board[]; token: string }> {
  const customer = await installation.customer();
  const boards = await makeBoards(installation, url, Array(5).fill(customer));
  const watchers: Watcher[] = [];
  for (let n = 0; n < count; n++) {
    const board = boards[n % boards.length]!.id;
    // Whoever is sent away stays away: this is about how they are sent.
    const watcher: Watcher = new Watcher({
      url: () => url,
      token: customer.token,
      board,
      pauseBefore: () => SETTLES,
    });
    watchers.push(watcher);
    if (n % 50 === 49) await until(() => watchers.every(({ isOpen }) => isOpen), SETTLES);
  }
  await until(() => watchers.every(({ isOpen }) => isOpen), SETTLES);
  const agent = await installation.staff('agent');
  return { watchers, boards, token: agent.token };
}

async function underLoad(): Promise<void> {
  await onStage(async (stage) => {
    const { installation, url, server, start } = stage;
    const worker = start('work');
    await works(worker);
    const { watchers, boards, token } = await watchersOf(stage, SOCKETS);
    const load = new SteadyLoad(url, token, boards, RATE);
    await until(() => load.answered > RATE * 3, SETTLES);

    const told = Date.now();
    const isOut = notReady(url).then((seen) => {
      load.takeOut();
      return seen;
    });
    const [code, workerCode] = await Promise.all([server.end('SIGTERM'), worker.end('SIGTERM')]);
    const took = Date.now() - told;
    await load.stop();
    await until(() => watchers.every(({ closes }) => closes.length > 0), SETTLES);
    const closes = watchers.map(({ closes: [first] }) => first!);
    const times = closes.map(({ at }) => at - told).sort((a, b) => a - b);
    program.check(
      `${program.row('fault-20')} no request that was begun fails when the server is told to end`,
      load.failures.length === 0 && load.answered > 0,
      `${load.answered} answered, ${load.elsewhere} asked elsewhere afterwards, ${load.failures.length} failed ${[...new Set(load.failures)].slice(0, 3).join('; ')}`,
    );
    const spread = times.at(-1)! - times[0]!;
    const inOneSecond = Math.max(
      ...times.map((time) => times.filter((one) => one >= time && one < time + 1_000).length),
    );
    program.check(
      `${program.row('fault-20')} watchers are sent away with 1001, one after the other`,
      closes.every(({ code: why }) => why === 1001) &&
        spread <= SPREAD + 1_000 &&
        spread >= (SOCKETS - 1) * 5 &&
        inOneSecond <= Math.max(150, SOCKETS / 2),
      `${closes.length} within ${spread} ms, at most ${inOneSecond} in a second, codes ${[...new Set(closes.map(({ code: why }) => why))].join()}`,
    );
    program.check(
      `${program.row('fault-20')} (api-29) both are gone within 15 s, with code 0`,
      code === 0 && workerCode === 0 && took <= GONE_WITHIN,
      `server ${code}, worker ${workerCode}, ${took} ms`,
    );
    program.check('(api-29) the server says that it is not ready before it is gone', await isOut);
    await Promise.all(watchers.map((watcher) => watcher.stop()));
    await handedBack(installation, start);
  });
}

/** Looks every fifth of a second, as balancers do; whether it was told so, and not only found nobody there. */
async function notReady(url: string): Promise<boolean> {
  const asked = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status;
  let last: number | undefined;
  await until(
    async () => {
      last = await asked();
      return last !== 200;
    },
    SETTLES,
    200,
  );
  return last === 503;
}

async function handedBack(installation: Installation, start: Stage['start']): Promise<void> {
  const posts = await installation.count(
    `select count(*) from kernel_outbox where name = 'board.progress-posted'`,
  );
  const effects = () => installation.count('select count(*) from shutdown_effect');
  const before = await effects();
  const next = start('work');
  await works(next);
  const isDone = await until(async () => (await effects()) >= posts, 2 * SETTLES, 200);
  const tried = await installation.count(
    `select count(*) from (select attempts from kernel_job union all select attempts from kernel_delivery) t where attempts > 0`,
  );
  program.check(
    `${program.row('fault-20')} what the worker had in its hands is handed back without a lost attempt`,
    isDone && before < posts && tried === 0,
    `${posts} jobs, ${before} done by the one that ended, ${await effects()} in the end, ${tried} that count an attempt`,
  );
  program.check('(api-29) the next worker ends well too', (await next.end('SIGTERM')) === 0);
}

async function toldTwice(): Promise<void> {
  await onStage(async (stage) => {
    const { server } = stage;
    const { watchers } = await watchersOf(stage, program.isFull ? 1_000 : 300);
    const told = Date.now();
    const gone = server.end('SIGTERM');
    await pause(700);
    server.process.kill('SIGTERM');
    const code = await gone;
    const took = Date.now() - told;
    program.check(
      '(api-29) a second signal ends it at once',
      code === 0 && took < 4_500,
      `code ${code}, ${took} ms`,
    );
    await Promise.all(watchers.map((watcher) => watcher.stop()));
  });
}
