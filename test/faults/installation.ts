import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corePlugins } from '@candor/core';
import { createCustomer } from '@candor/core/customers';
import { createStaffMember } from '@candor/core/people';
import type { PluginDefinition } from '@candor/kernel';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { TestServer } from '@candor/kernel/test-server';
import { Cluster } from '@candor/server/cluster';
import { removeHome, startEphemeral } from '@candor/server/embedded';
import { createLogger } from '@candor/server/processes';
import type pg from 'pg';
import { pino } from 'pino';
import { PLAIN, witness } from './witness.js';

/** The `candor` command with the witness, for the runtime and the flags of this process. */
export const PROGRAM = fileURLToPath(new URL('./candor-process.ts', import.meta.url));

const MASTER_KEY = Buffer.alloc(32, 7);
const YEAR = 366 * 86_400;

/** Somebody of the installation, with a token that speaks for them. */
export interface Person {
  readonly id: string;
  readonly token: string;
}

export interface InstallationOptions {
  /** The `candor` command of its processes; the one with the witness unless set. */
  readonly program?: string;
  /** The plugins of that command, as this process knows them. */
  readonly plugins?: readonly PluginDefinition[];
  /** Further variables of its processes. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A database of its own for processes that are going to be killed: on the server of `DATABASE_URL`, or on a
 * throw-away one. What is asked from inside is asked in this process, which nobody kills.
 */
export class Installation {
  #platform: Platform | undefined;

  private constructor(
    /** What every process of the installation is started with. */
    readonly environment: Readonly<Record<string, string>>,
    private readonly server: TestServer,
    private readonly database: string,
    private readonly options: InstallationOptions,
    private readonly end: () => Promise<void>,
  ) {}

  static async create(options: InstallationOptions = {}): Promise<Installation> {
    const home = mkdtempSync(join(tmpdir(), 'candor-faults-'));
    const shared = TestServer.ofThisRun();
    const own = shared ? undefined : await startEphemeral();
    const server = shared ?? new TestServer(own!.connection);
    const database = `candor_fault_${randomBytes(6).toString('hex')}`;
    await server.run(`create database ${database}`);
    const environment = {
      NODE_ENV: 'test',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
      ...options.environment,
      CANDOR_HOME: home,
      CANDOR_MASTER_KEY: MASTER_KEY.toString('base64'),
      CANDOR_POOL_SIZE: '5',
      DATABASE_URL: addressOf(server, database),
    };
    return new Installation(environment, server, database, options, async () => {
      await server.run(`drop database if exists ${database} with (force)`);
      await own?.stop();
      removeHome(home);
    });
  }

  /** Which services it stands on. */
  get services(): string {
    return process.env['REDIS_URL'] ? 'PostgreSQL and Redis' : 'PostgreSQL alone';
  }

  /** A plain one has no witness, whose hooks and jobs are most of the work that a change makes. */
  cluster(servers: number, workers: number, { isPlain = false } = {}): Promise<Cluster> {
    return Cluster.start({
      program: [this.options.program ?? PROGRAM, ...(isPlain ? [PLAIN] : [])],
      servers,
      workers,
      host: '127.0.0.1',
      port: 0,
      environment: this.environment,
      logger: createLogger(this.environment['LOG_LEVEL']!, 'cluster'),
    });
  }

  /** How this process reaches the database. */
  get connection(): pg.ClientConfig {
    return this.server.to(this.database);
  }

  /** The platform as this process knows it: neither serves nor works, but may look and make records. */
  async inside(): Promise<Platform> {
    if (!this.#platform) {
      this.#platform = new Platform({
        plugins: [...corePlugins, ...(this.options.plugins ?? [witness])],
        connection: this.connection,
        poolSize: 3,
        redisUrl: process.env['REDIS_URL'],
        masterKeys: new MasterKeys([{ id: 'main', secret: MASTER_KEY }]),
        production: false,
        logger: pino({ level: 'silent' }),
      });
      await this.#platform.keys.load();
    }
    return this.#platform;
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.inside()).database.query<Row>(text, values);
  }

  /** One number out of the database. */
  async count(text: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await this.query<{ count: number }>(`select (${text})::int as count`, values);
    return row!.count;
  }

  async staff(...roles: string[]): Promise<Person> {
    const { services } = await this.inside();
    const { id } = await services.command((tx) => createStaffMember(tx, { name: 'Li Wei', roles }));
    return { id, token: await this.token('staff', id) };
  }

  async customer(): Promise<Person> {
    const { services } = await this.inside();
    const { id } = await services.command((tx) => createCustomer(tx, { name: 'Ada' }));
    return { id, token: await this.token('customer', id) };
  }

  async token(kind: string, id: string, expiresIn = YEAR): Promise<string> {
    return (await this.inside()).tokens.mint({ kind, id, expiresIn });
  }

  async close(): Promise<void> {
    await this.#platform?.stop();
    await this.end();
  }
}

/** The address as processes take it, for a server on a socket as well. */
function addressOf(server: TestServer, database: string): string {
  const { connectionString, host = '', port, user, password } = server.to(database);
  if (connectionString) return connectionString;
  const url = new URL(`postgresql://localhost/${database}`);
  url.username = user ?? '';
  url.password = typeof password === 'string' ? password : '';
  if (host.startsWith('/')) url.searchParams.set('host', host);
  else url.hostname = host;
  url.searchParams.set('port', String(port));
  return url.href;
}
