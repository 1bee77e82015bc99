import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idOf } from '@candor/kernel/database';
import { removeHome, startEmbedded } from '@candor/server/embedded';
import { createLogger, until } from '@candor/server/processes';
import pg from 'pg';
import { type Amount, fill, uuid } from './data.js';

/** What runs while reads are measured: a database server, and whatever asks it. Everything ends with `close`. */
export class World {
  readonly #children: ChildProcess[] = [];

  private constructor(
    readonly root: string,
    readonly home: string,
    private readonly server: Awaited<ReturnType<typeof startEmbedded>>,
    /** The process that all sessions of the database server come from. */
    readonly postgres: number,
  ) {}

  static async open(root: string): Promise<World> {
    const home = mkdtempSync(join(tmpdir(), 'candor-bench-'));
    const logger = createLogger('warn', 'bench');
    const server = await startEmbedded({ directory: home, logger, role: 'platform' });
    const client = new pg.Client(server.connection);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const postgres = parentOf(rows[0]!.pid);
    await client.end();
    return new World(root, home, server, postgres);
  }

  /** A database of its own with so much in it. `program` migrates it. */
  async database(name: string, amount: Amount, program: Program = COMMAND): Promise<Place> {
    const connection = await this.server.createDatabase(name);
    const environment = this.#environment(connection);
    const { status } = spawnSync(process.execPath, [...program(this.root), 'migrate', 'up'], {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`candor migrate ended with code ${status}`);
    await fill(connection, amount);
    return { connection, environment };
  }

  /**
   * The server as it is built, in its production configuration and with the flags of its launcher, which this process
   * has too, and a token of a member of staff.
   */
  async candor(
    { environment }: Place,
    program: Program = COMMAND,
    flags: readonly string[] = [],
  ): Promise<Running & { readonly token: string }> {
    const staff = idOf('staff', uuid('staff', 1));
    const [node, command] = [process.execPath, program(this.root)];
    const answer = spawnSync(node, [...command, '--json', 'token', 'staff', staff], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    const { token } = JSON.parse(answer.stdout) as { token: string };
    const running = await this.#start(
      [...process.execArgv, ...flags, ...command, 'serve', '--json'],
      environment,
    );
    const ready = new URL('/readyz', running.url);
    await until(async () => (await fetch(ready)).ok, 30_000, 5);
    return { ...running, url: new URL('/graphql', running.url).href, token };
  }

  /** A program of `peers/`, which asks the same database, under Node as it comes. */
  peer(name: string, { connection }: Place): Promise<Running> {
    const hooks = join(this.root, 'packages/server/scripts/source-hooks.mjs');
    const file = join(this.root, 'test/bench/peers', `${name}.ts`);
    return this.#start(['--import', hooks, file], {
      ...process.env,
      NODE_ENV: 'production',
      BENCH_CONNECTION: JSON.stringify(connection),
    });
  }

  /** Ends one program as an operator would. */
  async end({ child }: Running): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGKILL');
    await this.server.stop();
    removeHome(this.home);
  }

  async #start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Running> {
    // The log is written as in production, to a file that nobody reads.
    const log = openSync(join(this.home, 'bench.log'), 'a');
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', log] });
    this.#children.push(child);
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    await until(() => said.includes('}') || child.exitCode !== null, 30_000, 5);
    if (!said.includes('}')) throw new Error(`${args.join(' ')} did not start; see ${this.home}/bench.log`);
    return { child, pid: child.pid!, url: (JSON.parse(said) as { url: string }).url };
  }

  #environment({ host, port, user, password, database }: pg.ClientConfig): NodeJS.ProcessEnv {
    const who = `${user}:${encodeURIComponent(String(password))}`;
    const url = `postgresql://${who}@${encodeURIComponent(String(host))}:${port}/${database}`;
    return {
      ...process.env,
      NODE_ENV: 'production',
      CANDOR_HOME: this.home,
      CANDOR_MASTER_KEY: this.#masterKey,
      DATABASE_URL: url,
      PORT: '0',
    };
  }

  readonly #masterKey = randomBytes(32).toString('base64');
}

/** A database, and the environment in which the platform uses it. */
export interface Place {
  readonly connection: pg.ClientConfig;
  readonly environment: NodeJS.ProcessEnv;
}

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
}

/** What Node is told to run: the `candor` command, or another program that takes its arguments. */
export type Program = (root: string) => string[];

const COMMAND: Program = (root) => [join(root, 'packages/server/dist/cli/bin.js')];

/** The process that all sessions of a database server come from, by one of them. */
function parentOf(pid: number): number {
  if (process.platform !== 'linux')
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);
}
