import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { removeHome, startEmbedded } from '@candor/server/embedded';
import { createLogger } from '@candor/server/processes';
import type { BenchOptions, Measure, Report } from './report.js';

/** Long enough for the garbage collector to have found its pace. */
const ROWS = 60_000;
/** How far the import has come, in time. */
const POINTS = [0.25, 0.5, 0.75, 1];
/** How much more the process may hold in the second half than in the first: a garbage collector is not punctual. */
const GROWTH = 1.1;
/** How often the memory is looked at, in milliseconds. */
const LOOK_EVERY = 200;

/**
 * How fast `candor import servicenow` takes a long incident log over into an empty database, from the start of
 * its process to its end, and what the process holds on the way. The log is the real one again and again, each
 * time with other numbers.
 */
export default async function importing({ root }: BenchOptions): Promise<Report> {
  const home = mkdtempSync(join(tmpdir(), 'candor-bench-'));
  const database = await startEmbedded({
    directory: home,
    logger: createLogger('warn', 'bench'),
    role: 'platform',
  });
  const command = [join(root, 'packages/server/dist/cli/bin.js'), '--json'];
  const env = { ...process.env, CANDOR_HOME: home };
  try {
    const { status } = spawnSync(process.execPath, [...command, 'migrate'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`candor migrate ended with code ${status}`);
    const file = join(home, 'log.csv');
    const rows = await writeLog(root, file);

    const startedAt = performance.now();
    const importer = spawn(process.execPath, [...command, 'import', 'servicenow', file], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const memory: number[] = [];
    const looking = setInterval(() => memory.push(...megabytes(importer.pid!)), LOOK_EVERY);
    let said = '';
    for await (const chunk of importer.stdout) said += String(chunk);
    clearInterval(looking);
    const seconds = (performance.now() - startedAt) / 1_000;
    const report = JSON.parse(said) as { rows: { imported: number } };
    if (report.rows.imported !== rows) throw new Error(`${rows} rows in, but ${said}`);

    const half = Math.floor(memory.length / 2);
    const [first, second] = [Math.max(...memory.slice(0, half)), Math.max(...memory.slice(half))];
    return {
      title: `Import of an incident log of ${rows} updates into an empty database`,
      measures: [
        { row: 'speed-8', name: 'updates a second', value: rows / seconds, unit: '/s', atLeast: 1_000 },
        { name: 'from start to end of the process', value: seconds, unit: 's' },
        ...POINTS.map((point): Measure => {
          const sample = memory[Math.ceil(point * memory.length) - 1]!;
          return { name: `resident memory at ${point * 100} %`, value: sample, unit: 'MB' };
        }),
        {
          row: 'speed-8',
          name: 'most memory in the second half to most in the first',
          value: second / first,
          unit: '',
          atMost: GROWTH,
        },
      ],
    };
  } finally {
    await database.stop();
    removeHome(home);
  }
}

/** Answers how many rows it has: the first of a multiple of the log that is long enough. */
async function writeLog(root: string, path: string): Promise<number> {
  const real = join(root, '../shared/data/servicenow-incidents.csv');
  const source = existsSync(real) ? real : join(root, 'test/acceptance/fixtures/servicenow.csv');
  const [header, ...lines] = readFileSync(source, 'utf8').trimEnd().split(/\r?\n/);
  const file = createWriteStream(path);
  file.write(`${header}\n`);
  let rows = 0;
  for (let round = 0; rows < ROWS; round++) {
    for (const line of lines) file.write(`${round}-${line}\n`);
    rows += lines.length;
  }
  file.end();
  await finished(file);
  return rows;
}

/** What a process holds; nothing once it has ended. */
function megabytes(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) > 0 ? [Number(stdout) / 1_024] : [];
}
