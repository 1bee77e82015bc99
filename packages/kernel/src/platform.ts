import type { GraphQLSchema } from 'graphql';
import type pg from 'pg';
import type { Logger } from 'pino';
import { Afterwards } from './afterwards.js';
import { Background } from './background.js';
import { type Clock, systemClock } from './clocks/clock.js';
import { Database } from './database/database.js';
import {
  type MigrationLedger,
  type MigrationStatus,
  migrate,
  migrationStatus,
} from './database/migrations.js';
import { assertReleaseFits } from './database/release.js';
import type { Seams } from './database/seams.js';
import { openTransaction, type Transactions, transaction } from './database/transaction.js';
import { Hooks, OUTBOX, onEmitted } from './events/index.js';
import { buildGraph, type Graph } from './graphql/build.js';
import { SchemaEngine } from './graphql/schema-engine.js';
import { BUDGETS, Throttle, type ThrottleOptions } from './graphql/throttle.js';
import {
  Authenticator,
  type ForeignIssuer,
  findShareLink,
  Minting,
  mintFor,
  SigningKeys,
  SYSTEM,
  shareLinkToken,
  TokenAuthority,
} from './identity/index.js';
import { Loop, migrateJobs } from './jobs/index.js';
import { kernelPlugin } from './kernel-plugin.js';
import { ACCESS_STREAM, onAppended, Waker } from './live/index.js';
import { type DisabledPlugin, Oversight } from './oversight/index.js';
import type { PluginDefinition, Services } from './plugin/contract.js';
import { KERNEL_VERSION } from './plugin/dependencies.js';
import { Registry } from './plugin/registry.js';
import { Settings } from './plugin/settings.js';
import { BlindIndex, FieldCipher, type MasterKeys, Reindexing, Sealer } from './privacy/index.js';
import { endWithin } from './stopping.js';
import { type Tracing, UNTRACED } from './tracing/tracing.js';

export interface PlatformOptions {
  readonly plugins: readonly PluginDefinition[];
  /** Plugins that are here and do not run, for staff to see. */
  readonly disabled?: readonly DisabledPlugin[];
  readonly connection: pg.ClientConfig;
  readonly poolSize: number;
  /** Where the queues live; left out, in the database. */
  readonly redisUrl?: string | undefined;
  readonly masterKeys: MasterKeys;
  readonly issuers?: readonly ForeignIssuer[];
  /** Kinds of actors that an API key may mint tokens for; customers unless set. */
  readonly mintable?: readonly string[];
  readonly production: boolean;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
  /** Where it is recorded which step took how long; nowhere unless set. */
  readonly tracing?: Tracing | undefined;
}

export type { DisabledPlugin };

/** How much of the platform one caller may have. */
export interface Limits extends ThrottleOptions {
  /** Tokens that one integration may mint in a minute, over all processes. */
  readonly mintsPerMinute: number;
}

const LIMITS: Limits = { ...BUDGETS, mintsPerMinute: 6_000 };

/** Kinds of actors that integrations may speak for, unless an installation says otherwise. */
const MINTABLE: readonly string[] = ['customer'];
const RELOAD_EVERY = 5_000;

/**
 * One process of an installation: what the plugins declared, put together with a database and a queue.
 * Building it does no input or output, so that the schema can be printed without either.
 */
export class Platform {
  readonly registry: Registry;
  readonly database: Database;
  readonly schema: GraphQLSchema;
  readonly engine: SchemaEngine;
  readonly services: Services;
  readonly tokens: TokenAuthority;
  readonly keys: SigningKeys;
  readonly settings: Settings;
  readonly hooks: Hooks;
  readonly #graph: Graph;
  readonly #transactions: Transactions;
  readonly #minting: Minting;
  readonly #waker: Waker;
  #listening: Promise<void> | undefined;
  readonly #sealer: Sealer;
  readonly #background: Background;
  readonly #afterwards: Afterwards;
  /** What another process has changed is heard of within seconds. */
  readonly #settingsReload: Loop;
  #stopping: Promise<void> | undefined;

  constructor(private readonly options: PlatformOptions) {
    const { plugins, connection, poolSize, masterKeys, logger, tracing, clock = systemClock } = options;
    const report = (error: unknown, requestId?: string) =>
      logger.error({ err: error, requestId }, 'something failed');
    this.registry = new Registry([kernelPlugin, ...plugins], (tx, job, input, at) =>
      this.#background.enqueue(tx, job, input, at),
    );
    this.database = new Database({ connection, poolSize, entities: [...this.registry.entities.keys()] });
    this.settings = new Settings(this.registry.plugins, this.database);
    const cipher = new FieldCipher(this.database, masterKeys, clock);
    const index = new BlindIndex(masterKeys);
    const seams: Seams = {
      find: (...args) => this.#graph.find(...args),
      before: (command, input, tx) => this.hooks.runBefore(command, input, tx),
      seal: (tx, place, plain) => cipher.seal(tx, place, plain),
      open: (tx, place, sealed) => cipher.open({ ...place, sealed }, tx),
      blindIndex: (field, plain) => index.of(field, plain),
      ...(tracing && { trace: () => tracing.current }),
    };
    this.#transactions = { database: this.database, now: () => clock.now(), seams, report };
    this.hooks = new Hooks({
      transactions: this.#transactions,
      hooks: this.registry.before,
      services: { settings: (plugin) => this.settings.of(plugin) },
      report,
      tracing,
    });
    this.#graph = buildGraph(this.registry, this.database, this.#transactions, cipher);
    this.schema = this.#graph.schema;
    this.#afterwards = new Afterwards(report);
    this.services = this.#servicesOf(clock, index);

    this.keys = new SigningKeys(this.database, masterKeys, clock);
    this.tokens = new TokenAuthority(this.keys, clock, { issuers: options.issuers ?? [] });
    const { services, tokens, database } = this;
    const authenticator = new Authenticator({
      tokens,
      services,
      principals: this.registry.principals,
      subjectExists: this.#graph.exists,
    });
    const limits = { ...LIMITS, ...options.limits };
    this.#minting = new Minting(
      { query: (statement) => database.control.query(statement as never) },
      limits.mintsPerMinute,
    );
    this.engine = new SchemaEngine({
      throttle: new Throttle(limits),
      oversight: new Oversight({
        registry: this.registry,
        disabled: options.disabled ?? [],
        settings: this.settings,
        services: () => this.services,
        circuits: () => this.hooks.circuits(),
        retryDelivery: (tx, event, handler) => this.#background.retryDelivery(tx, event, handler),
        retryJob: (tx, id) => this.#background.retryJob(tx, id),
      }),
      ...this.#graph,
      services,
      database,
      clock,
      logger,
      live: this.registry.live,
      authenticate: (token) => authenticator.authenticate(token),
      reauthenticate: (token) => authenticator.reauthenticate(token),
      forget: (principal) =>
        principal === null ? authenticator.forgetAll() : authenticator.forget(principal),
      production: options.production,
      report,
    });
    this.#waker = new Waker({
      database,
      logger,
      woken: (streams) => {
        this.engine.hub.wake(streams);
        if (streams === 'all' || streams.includes(OUTBOX)) this.#background.relay();
      },
    });
    // Those who work take care of what follows; a process that does both hears of its own events at once.
    onEmitted(database, () => void this.#waker.notify([OUTBOX]));
    onAppended(database, (streams) => {
      // The very next request to this process is looked at anew; other processes hear of it by the stream.
      if (streams.includes(ACCESS_STREAM)) authenticator.forgetAll();
      void this.#waker.notify(streams);
    });

    this.#sealer = new Sealer(this.#transactions, this.keys);
    this.#settingsReload = new Loop(() => this.settings.load(), RELOAD_EVERY, report);
    this.#background = new Background({
      registry: this.registry,
      transactions: this.#transactions,
      sealer: this.#sealer,
      redisUrl: options.redisUrl,
      services,
      clock,
      logger,
      connection,
      report,
      tracing,
    });
  }

  /** How its database is reached. */
  get connection(): pg.ClientConfig {
    return this.options.connection;
  }

  get logger(): Logger {
    return this.options.logger;
  }

  /** Of Candor, which decides what databases it fits. */
  get release(): string {
    return KERNEL_VERSION;
  }

  get ledgers(): readonly MigrationLedger[] {
    return this.registry.ledgers;
  }

  /** Brings the database to this release; safe beside any number of processes that do the same. */
  async migrate(): Promise<MigrationStatus[]> {
    await assertReleaseFits(this.database, KERNEL_VERSION);
    return migrate(this.database, this.ledgers, async () => {
      await migrateJobs(this.options.connection);
    });
  }

  async migrationStatus(): Promise<MigrationStatus[]> {
    return migrationStatus(this.database, this.ledgers);
  }

  /** Runs the seeds of a name, plugin by plugin, each once a database; answers whether there was one to run. */
  async seed(name: string): Promise<boolean> {
    let ran = false;
    for (const seed of this.registry.seeds.filter((one) => one.name === name)) {
      await this.services.command(async (tx) => {
        const fresh = await tx.query(
          'insert into kernel_seed (plugin, name, at) values ($1, $2, $3) on conflict do nothing returning 1 as one',
          [seed.plugin, seed.name, tx.now.toISOString()],
        );
        if (fresh.length === 0) return;
        await seed.run(tx, this.services);
        ran = true;
      });
    }
    return ran;
  }

  /** Whether requests can be answered: each part by name, null where it is well. */
  async readiness(): Promise<Record<string, string | null>> {
    const pending = async () => {
      const steps = (await this.migrationStatus()).filter(({ applied }) => !applied);
      return steps.length === 0 ? null : `${steps.length} migrations are pending`;
    };
    return {
      database: await this.#answer(async () => void (await this.database.query('select 1'))),
      migrations: await this.#answer(pending),
    };
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: a check that finds nothing says nothing
  async #answer(check: () => Promise<string | null | void>): Promise<string | null> {
    try {
      return (await check()) ?? null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** To be called before anything is asked of the engine. */
  async startServing(): Promise<void> {
    await assertReleaseFits(this.database, KERNEL_VERSION);
    await Promise.all([
      this.keys.load(),
      this.settings.load(),
      this.#listen(),
      this.engine.hub.start(),
      this.#background.ready(),
    ]);
    this.#settingsReload.start();
  }

  /** Takes part in the background work: events, jobs, what is due, upkeep. */
  async startWorking(): Promise<void> {
    await assertReleaseFits(this.database, KERNEL_VERSION);
    await Promise.all([this.keys.load(), this.settings.load(), this.#listen()]);
    await this.#background.startWorking();
    this.#settingsReload.start();
  }

  /** A process that serves and works listens once. */
  #listen(): Promise<void> {
    this.#listening ??= this.#waker.listen();
    return this.#listening;
  }

  /** Links what was audited into the chain; the workers do so by themselves. */
  sealAudit(): Promise<number> {
    return this.#sealer.sealAll();
  }

  /** Makes anew, under the current master key, by what sealed texts are found; answers how many were found by others. */
  async reindex(): Promise<number> {
    let changed = 0;
    for (const declared of this.registry.indexed) {
      const meta = this.database.orm.getMetadata().get(declared.type);
      changed += await new Reindexing(this.services, meta, declared).run();
    }
    return changed;
  }

  /** When the next thing is due, for tests that walk from one to the next. */
  nextDue(): Promise<Date | null> {
    return this.#background.nextDue();
  }

  /** Resolves when all that follows from what is committed, and all that is due by now, has happened; for tests. */
  async drain(): Promise<void> {
    await this.#afterwards.settled();
    await this.#background.drain();
  }

  /** What is wrong, by the name of the check; null where all is well. */
  async health(): Promise<Record<string, string | null>> {
    const checks = this.registry.health.map(
      async ({ name, check }) => [name, await this.#answer(() => check(this.services))] as const,
    );
    const broken = this.hooks.health();
    return {
      ...Object.fromEntries(await Promise.all(checks)),
      hooks: broken.length === 0 ? null : broken.map(({ hook, reason }) => `${hook}: ${reason}`).join(', '),
    };
  }

  /**
   * Ends in the order in which work flows: no new work, then what is under way, then the connections. Comes to
   * its end within seconds also where the database does not answer any more; a second call is the same stop.
   */
  stop(): Promise<void> {
    const { database, logger } = this;
    const cut = () => {
      this.#background.cut();
      database.cut();
    };
    this.#stopping ??= endWithin(this.#endInOrder(), { database, logger, cut });
    return this.#stopping;
  }

  async #endInOrder(): Promise<void> {
    this.engine.hub.close();
    await Promise.all([this.#background.stop(), this.#settingsReload.stop(), this.#afterwards.settled()]);
    await this.#waker.close();
    await this.database.close();
  }

  #servicesOf(clock: Clock, index: BlindIndex): Services {
    return {
      now: () => clock.now(),
      command: (work, { actor = SYSTEM, origin = 'live' } = {}) =>
        transaction(this.#transactions, { actor, origin, requestId: crypto.randomUUID() }, work),
      query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
        const tx = openTransaction();
        if (tx) return tx.query<Row>(text, values);
        return (await this.database.interruptible({ text, values })).rows as Row[];
      },
      settings: (plugin) => this.settings.of(plugin),
      searchIndex: (field, value) => index.search(field, value),
      shareLinkToken: async (id) => {
        const link = await findShareLink(this.services, id);
        const counts = link && !link.revokedAt && link.expiresAt > clock.now();
        return counts ? shareLinkToken(this.tokens, link) : null;
      },
      mintToken: async (onBehalfOf, of) => {
        await this.#minting.attempt(onBehalfOf);
        const [principal] = (await this.registry.principals.get(of.kind)?.([of.id], this.services)) ?? [];
        return principal ? mintFor(this.tokens, onBehalfOf, of, this.options.mintable ?? MINTABLE) : null;
      },
      traced: (step, work) => (this.options.tracing ?? UNTRACED).run(step, work),
      afterwards: (work) => this.#afterwards.add(work),
      text: (locale, key) => this.registry.text(locale, key),
      labels: (name, locale) => {
        const type = this.schema.getType(name);
        if (!type || !('getValues' in type)) return null;
        return type
          .getValues()
          .map(({ name: value }) => ({ value, label: this.registry.text(locale, `${name}.${value}`) }));
      },
    };
  }
}
