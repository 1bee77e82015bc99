import { until } from '@candor/server/processes';
import { Installation } from './installation.js';
import { FaultProgram } from './program.js';
import { Victim } from './victim.js';

/** Processes of one installation that start at the same moment, and one that is too old for its database. */
const program = new FaultProgram();
const SETTLES = 60_000;

await program.run('fault-15 starts at once', startsAtOnce);
await program.run('fault-15 a release that is too old', tooOld);
program.finish();

/** On a fresh database first, and again on what those have made. */
async function startsAtOnce(): Promise<void> {
  const starts = program.isFull ? 20 : 4;
  const row = program.row('fault-15');
  const installation = await Installation.create();
  const environment = { ...installation.environment, CANDOR_POOL_SIZE: '2', LOG_LEVEL: 'info', PORT: '0' };
  try {
    for (const database of ['a fresh database', ...(program.isFull ? ['one that is up to date'] : [])]) {
      const began = performance.now();
      const victims = Array.from({ length: starts }, (_, n) =>
        n % 2 === 0
          ? new Victim('candor-process.ts', ['serve', '--migrate', '--seed', 'demo'], environment)
          : new Victim('candor-process.ts', ['work', '--migrate'], environment),
      );
      const isUp = (victim: Victim) => /^Serving at|"msg":"working"/m.test(victim.said);
      const areUp = await until(() => victims.every(isUp), SETTLES);
      const took = Math.round(performance.now() - began);
      const urls = victims.flatMap(({ said }) => /^Serving at (.*)$/m.exec(said)?.[1] ?? []);
      const answers = await Promise.all(urls.map(async (url) => (await fetch(`${url}/readyz`)).status));
      const errors = victims.flatMap(({ said }) =>
        said.split('\n').filter((line) => /"level":[56]0/.test(line)),
      );
      const codes = await Promise.all(victims.map((victim) => victim.end('SIGTERM')));
      const failed = victims.filter((victim) => !isUp(victim)).map(({ said }) => said.slice(-2_000));
      program.check(
        `${row} all that start at once on ${database} are ready`,
        areUp,
        `${starts} in ${took} ms${failed.join('\n')}`,
      );
      program.check(
        `${row} all servers on ${database} answer that they are`,
        answers.length === starts / 2 && answers.every((status) => status === 200),
        answers.join(),
      );
      program.check(
        `${row} no process on ${database} met an error`,
        errors.length === 0 && codes.every((code) => code === 0),
        [...errors.slice(0, 3), `codes ${[...new Set(codes)].join()}`].join('\n'),
      );
    }
    await decidedOnce(installation, row);
  } finally {
    await installation.close();
  }
}

async function decidedOnce(installation: Installation, row: string): Promise<void> {
  const platform = await installation.inside();
  const pending = (await platform.migrationStatus()).filter(({ applied }) => !applied);
  const ledgers = await installation.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name like '%\\_migrations'`,
  );
  let twice = 0;
  for (const { name } of ledgers)
    twice += await installation.count(`select count(*) - count(distinct name) from ${name}`);
  const steps = (await platform.migrationStatus()).length;
  program.check(
    `${row} each migration was applied once`,
    pending.length === 0 && twice === 0 && ledgers.length > 0,
    `${steps} in ${ledgers.length} ledgers`,
  );
  const seeds = await installation.count('select count(*) from kernel_seed');
  const declared = platform.registry.seeds.filter(({ name }) => ['base', 'demo'].includes(name)).length;
  const demo = await installation.count('select count(*) from boards_board');
  program.check('each seed ran once', seeds === declared && demo === 3, `${seeds} seeds, ${demo} boards`);
  const schedules = await installation.count(`select count(*) from kernel_due where kind = 'schedule'`);
  program.check(
    'each schedule stands once on the table of what is due',
    schedules === platform.registry.schedules.length,
    `${schedules}`,
  );
}

async function tooOld(): Promise<void> {
  const installation = await Installation.create();
  try {
    const first = new Victim('candor-process.ts', ['migrate'], installation.environment);
    await first.finishes();
    const state = (oldest: string) =>
      installation.query(
        `insert into kernel_release (id, oldest) values (true, $1) on conflict (id) do update set oldest = excluded.oldest`,
        [oldest],
      );
    await state('99.0.0');
    const commands = [['serve', '--migrate'], ['work'], ...(program.isFull ? [['serve'], ['migrate']] : [])];
    await Promise.all(
      commands.map(async (command) => {
        const old = new Victim('candor-process.ts', command, { ...installation.environment, PORT: '0' });
        const isOver = await until(() => old.process.exitCode !== null, SETTLES);
        program.check(
          `${program.row('fault-15')} ${command.join(' ')} refuses a schema that says it is too old, with a code`,
          isOver && old.process.exitCode === 3 && /^RELEASE_TOO_OLD: .*99\.0\.0 or newer/m.test(old.said),
          old.said.trim(),
        );
        await old.end('SIGKILL');
      }),
    );
    await state('1.0.0');
    const newer = new Victim('candor-process.ts', ['serve'], { ...installation.environment, PORT: '0' });
    await newer.says('Serving');
    await newer.end('SIGTERM');
    program.check('(fault-15) a release runs on a schema that does not say so', true);
  } finally {
    await installation.close();
  }
}
