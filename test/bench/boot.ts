import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeHome, startEmbedded } from '@candor/server/embedded';
import { createLogger, until } from '@candor/server/processes';
import { type BenchOptions, median, type Report } from './report.js';

const STARTS = 7;
const REQUESTS = 200;
/** A worker is measured after it has worked on the demo for this long, in milliseconds. */
const WORKS_FOR = 5_000;

/** How soon a serving process is ready from warm disk, and what both processes occupy with the demo in place. */
export default async function boot({ root }: BenchOptions): Promise<Report> {
  const home = mkdtempSync(join(tmpdir(), 'candor-bench-'));
  const database = await startEmbedded({
    directory: home,
    logger: createLogger('warn', 'bench'),
    role: 'platform',
  });
  const candor = new Candor(root, { CANDOR_HOME: home, PORT: '0' });
  try {
    candor.run('migrate', 'up');
    candor.run('seed', 'demo');
    const times: number[] = [];
    let serving = 0;
    for (let start = 0; start < STARTS; start++) {
      const startedAt = performance.now();
      const { child, url } = await candor.serve();
      // The first one warms the disk.
      if (start > 0) times.push((performance.now() - startedAt) / 1_000);
      if (start === STARTS - 1) {
        for (let request = 0; request < REQUESTS; request++) await ask(url);
        serving = megabytes(child);
      }
      await end(child);
    }
    const worker = candor.start('work');
    await pause(WORKS_FOR);
    const working = megabytes(worker);
    await end(worker);
    return {
      title: `Start of serve to ready, median of ${STARTS - 1}, and resident memory with the demo`,
      measures: [
        { row: 'speed-7', name: 'start of serve', value: median(times), unit: 's', atMost: 2.5, aim: 1.5 },
        { name: 'slowest start', value: Math.max(...times), unit: 's' },
        {
          row: 'speed-7',
          name: `memory of serve after ${REQUESTS} requests`,
          value: serving,
          unit: 'MB',
          atMost: 250,
        },
        { row: 'speed-7', name: 'memory of work', value: working, unit: 'MB', atMost: 250 },
      ],
    };
  } finally {
    await database.stop();
    removeHome(home);
  }
}

/** The command as it is built, with the flags of its launcher, which this process has too, and an environment of its own. */
class Candor {
  readonly #file: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(root: string, environment: Record<string, string>) {
    this.#file = join(root, 'packages/server/dist/cli/bin.js');
    this.#env = { ...process.env, ...environment };
  }

  run(...args: string[]): void {
    const { status } = spawnSync(process.execPath, [this.#file, ...args], {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`candor ${args.join(' ')} ended with code ${status}`);
  }

  start(...args: string[]): ChildProcess {
    return spawn(process.execPath, [...process.execArgv, this.#file, ...args], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  /** Starts the API and waits until it answers that it is ready. */
  async serve(): Promise<{ child: ChildProcess; url: string }> {
    const child = this.start('serve', '--json');
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    await until(() => said.includes('}') || child.exitCode !== null, 30_000, 5);
    const { url } = JSON.parse(said) as { url: string };
    await until(async () => (await fetch(new URL('/readyz', url))).ok, 30_000, 5);
    return { child, url };
  }
}

async function ask(url: string): Promise<void> {
  const answer = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  if (!answer.ok) throw new Error(`the API answered ${answer.status}`);
  await answer.arrayBuffer();
}

function megabytes({ pid }: ChildProcess): number {
  // Bare Linux containers have no `ps`, other systems no `/proc`.
  const kilobytes =
    process.platform === 'linux'
      ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1_024;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`it ended by itself, with code ${child.exitCode}`);
  child.kill('SIGTERM');
  await once(child, 'exit');
}
