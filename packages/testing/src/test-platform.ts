import { corePlugins } from '@candor/core';
import { createCustomer } from '@candor/core/customers';
import { createStaffMember } from '@candor/core/people';
import type { DomainEvent, PluginDefinition } from '@candor/kernel';
import { TestClock } from '@candor/kernel/clocks';
import { idOf, newId } from '@candor/kernel/database';
import { QUEUE_SCHEMA } from '@candor/kernel/jobs';
import { type DisabledPlugin, type Limits, Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { createHttpServer, type HttpOptions, type HttpServer } from '@candor/server/http';
import type pg from 'pg';
import { pino } from 'pino';
import { Client } from './client.js';
import { pluginsOfThisRun } from './plugins-of-this-run.js';
import { freshDatabase } from './template.js';

export interface TestPlatformOptions {
  /** Plugins under test, beside core's modules; left out, those of the run: none, or all with `CANDOR_TEST_PLUGINS=all`. One of a core module's name takes its place. */
  readonly plugins?: readonly PluginDefinition[];
  /** Plugins that are here and do not run, as staff see them. */
  readonly disabled?: readonly DisabledPlugin[];
  /** Where the clock stands at first. */
  readonly start?: string;
  /** Log level, for looking into a failing test. */
  readonly log?: string;
  /** Seeds to run besides the base data, such as `demo`. */
  readonly seeds?: readonly string[];
  /** What callers may spend; more than any test does, unless it is about that. */
  readonly limits?: Partial<Limits>;
}

/** What a test that looks from outside may need: pages, their origins, the explorer. */
export type ListenOptions = Partial<
  Pick<HttpOptions, 'boardPage' | 'corsOrigins' | 'explorer' | 'explorerActors' | 'publicUrl'>
>;

const MASTER_KEY = { id: 'test', secret: new Uint8Array(32).fill(7) };
const TOKEN_SECONDS = 366 * 86_400;

/** The whole platform on a database of its own, with a clock that stands until it is moved. */
export async function createTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const clock = new TestClock(options.start ?? '2026-03-02T09:00:00Z');
  const logger = pino({ level: options.log ?? process.env['LOG_LEVEL'] ?? 'silent' });
  const beside = options.plugins ?? (await pluginsOfThisRun());
  const plugins = [...corePlugins.filter(({ name }) => !beside.some((one) => one.name === name)), ...beside];
  const open = (connection: pg.ClientConfig) =>
    new Platform({
      plugins,
      disabled: options.disabled ?? [],
      connection,
      poolSize: Number(process.env['CANDOR_POOL_SIZE'] ?? 5),
      redisUrl: process.env['REDIS_URL'],
      masterKeys: new MasterKeys([MASTER_KEY]),
      production: false,
      logger,
      clock,
      limits: options.limits ?? {},
    });
  const database = await freshDatabase(open);
  const platform = open(database.connection);
  await platform.startServing();
  await platform.startWorking();
  for (const seed of options.seeds ?? []) await platform.seed(seed);
  return new TestPlatform(platform, clock, database.connection, database.drop);
}

export class TestPlatform {
  #http: HttpServer | undefined;

  constructor(
    readonly platform: Platform,
    readonly clock: TestClock,
    /** How a test looks into the database itself. */
    readonly connection: pg.ClientConfig,
    private readonly drop: () => Promise<void>,
  ) {}

  /** Moves the clock by an ISO 8601 duration. When it returns, all that was due by then has run. */
  async advance(duration: string): Promise<void> {
    const end = this.#after(duration);
    // What is under way may fail and come again on the way.
    await this.settle();
    // From one due instant to the next, so that each finds the clock where it would have been.
    for (let due = await this.platform.nextDue(); due && due <= end; due = await this.platform.nextDue()) {
      await this.#to(new Date(Math.max(due.getTime(), this.clock.now().getTime())));
    }
    await this.#to(end);
  }

  /**
   * Moves the clock in one step, as after a time in which nobody worked: what was due meanwhile runs at its end, and a
   * schedule once. Far faster than `advance` over months.
   */
  async leap(duration: string): Promise<void> {
    await this.settle();
    await this.#to(this.#after(duration));
  }

  #after(duration: string): Date {
    const target = Temporal.Instant.fromEpochMilliseconds(this.clock.now().getTime())
      .toZonedDateTimeISO('UTC')
      .add(Temporal.Duration.from(duration));
    return new Date(target.epochMilliseconds);
  }

  async #to(instant: Date): Promise<void> {
    this.clock.set(instant);
    this.platform.engine.hub.tick();
    await this.settle();
  }

  /** Resolves when everything that follows from what has been committed has happened. */
  settle(): Promise<void> {
    return this.platform.drain();
  }

  /** Whoever has no token. */
  anonymous(): Client {
    return new Client(this.platform.engine, undefined, null);
  }

  /** Somebody with a token of that kind and id, which has to exist. */
  async as(kind: string, id: string): Promise<Client> {
    const token = await this.platform.tokens.mint({ kind, id, expiresIn: TOKEN_SECONDS });
    return new Client(this.platform.engine, token, id);
  }

  /** Whoever holds a token, such as that of a share link. */
  bearer(token: string): Client {
    return new Client(this.platform.engine, token, null);
  }

  /** A new staff member with roles, such as `agent` or `manager`. */
  async staff({
    roles = ['agent'],
    name = 'Li Wei',
  }: {
    roles?: readonly string[];
    name?: string;
  } = {}): Promise<Client> {
    const member = await this.platform.services.command((tx) =>
      createStaffMember(tx, { name, roles: [...roles] }),
    );
    return this.as('staff', member.id);
  }

  /** A new customer. */
  async customer({ name = 'Ada' }: { name?: string } = {}): Promise<Client> {
    const customer = await this.platform.services.command((tx) => createCustomer(tx, { name }));
    return this.as('customer', customer.id);
  }

  /** What has happened so far, oldest first. */
  async events(): Promise<
    Array<Pick<DomainEvent, 'id' | 'name' | 'subject'> & { payload: Record<string, unknown> }>
  > {
    const rows = await this.platform.services.query<{
      id: string;
      name: never;
      subject: string;
      payload: Record<string, unknown>;
    }>('select id, name, subject, payload from kernel_outbox order by seq');
    return rows.map((row) => ({ ...row, id: idOf('event', row.id) }));
  }

  /** Serves over HTTP and sockets on a free port of this machine, for foreign clients. */
  async listen(options: ListenOptions = {}): Promise<{ url: string }> {
    const { engine, keys } = this.platform;
    this.#http ??= await createHttpServer(engine, {
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      readiness: async () => ({}),
      jwks: () => keys.jwks(),
      production: false,
      trustedProxies: [],
      corsOrigins: [],
      ...options,
    });
    return this.#http.listen();
  }

  /** What migrations leave to be done until the tables are as the entities describe them: nothing, if all is well. */
  async schemaDifference(): Promise<string[]> {
    const statements = await this.platform.database.orm.schema.getUpdateSchemaSQL({ dropTables: false });
    return (
      statements
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('set ') && !line.includes(`"${QUEUE_SCHEMA}"`))
        // What a database sees to by itself is written in migrations only; entities know nothing of it.
        .filter((line) => !/^drop (trigger|function) /.test(line))
    );
  }

  /** An id that names nothing. */
  unknownId(tag: string): string {
    return newId(tag);
  }

  async close(): Promise<void> {
    await this.#http?.close(0);
    await this.platform.stop();
    await this.drop();
  }
}
