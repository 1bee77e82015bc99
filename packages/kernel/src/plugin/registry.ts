import type { MigrationLedger } from '../database/migrations.js';
import type { Tx } from '../database/tx.js';
import type {
  AccessRule,
  AfterAnyOptions,
  AfterHandler,
  BeforeHook,
  BeforeOptions,
  CommandName,
  EntityClass,
  EventName,
  EventOptions,
  ExtendOptions,
  IndexedOptions,
  Job,
  JobOptions,
  JobRun,
  ListOptions,
  LiveOptions,
  PluginApi,
  PluginDefinition,
  PrincipalResolver,
  ScheduleOptions,
  Services,
  Texts,
} from './contract.js';
import { inDependencyOrder } from './dependencies.js';

interface Declared {
  /** The plugin that declared it, for every error that has to name one. */
  readonly plugin: string;
}

export interface ListDeclaration extends Declared {
  readonly name: string;
  readonly type: EntityClass;
  readonly options: ListOptions<Record<string, unknown>>;
}
export interface ExtendDeclaration extends Declared {
  readonly typeName: string;
  readonly field: string;
  readonly options: ExtendOptions<object>;
}
export interface LiveDeclaration extends Declared {
  readonly name: string;
  readonly options: LiveOptions;
}
export interface BeforeDeclaration extends Declared {
  readonly id: string;
  readonly command: CommandName;
  readonly options: BeforeOptions;
  readonly hook: BeforeHook<CommandName>;
}
export interface AfterDeclaration extends Declared {
  readonly id: string;
  readonly event: EventName;
  readonly options: AfterAnyOptions;
  readonly handler: AfterHandler<EventName>;
}
export interface JobDeclaration extends Declared {
  readonly name: string;
  readonly options: JobOptions<unknown>;
  readonly run: JobRun<unknown>;
}
export interface ScheduleDeclaration extends Declared {
  readonly name: string;
  readonly options: ScheduleOptions;
  readonly job: string;
}
export interface SeedDeclaration extends Declared {
  readonly name: string;
  readonly run: (tx: Tx, services: Services) => Promise<void>;
}
export interface HealthDeclaration extends Declared {
  readonly name: string;
  readonly check: (services: Services) => Promise<string | null>;
}

export interface IndexedDeclaration extends Declared {
  readonly type: EntityClass;
  readonly options: IndexedOptions<Record<string, unknown>, string>;
}

/** How the claims of fields begin; the type and the name follow. */
const FIELD = 'field of ';

/** How a job's handle reaches the queue, which does not exist yet when plugins are set up. */
export type Enqueue = (tx: Tx, job: string, input: unknown, options: { at?: Date }) => void;

/** All that the enabled plugins declared, checked and in order; frozen once it is built. */
export class Registry {
  readonly plugins: readonly PluginDefinition[];
  readonly entities = new Map<EntityClass, string>();
  readonly ledgers: MigrationLedger[] = [];
  readonly access = new Map<EntityClass, AccessRule<Record<string, unknown>>>();
  readonly indexed: IndexedDeclaration[] = [];
  readonly lists: ListDeclaration[] = [];
  readonly resolvers: Array<Declared & { type: EntityClass }> = [];
  readonly types: Array<Declared & { type: EntityClass | object }> = [];
  readonly extensions: ExtendDeclaration[] = [];
  readonly live: LiveDeclaration[] = [];
  readonly events = new Map<string, EventOptions & Declared>();
  readonly before: BeforeDeclaration[] = [];
  readonly after: AfterDeclaration[] = [];
  readonly jobs: JobDeclaration[] = [];
  readonly schedules: ScheduleDeclaration[] = [];
  readonly principals = new Map<string, PrincipalResolver>();
  readonly permissions = new Map<string, Declared & { meaning: string }>();
  readonly errors = new Map<string, Declared & { meaning: string }>();
  readonly texts = new Map<string, Map<string, string>>();
  readonly seeds: SeedDeclaration[] = [];
  readonly health: HealthDeclaration[] = [];
  readonly #afterAny: Array<Omit<AfterDeclaration, 'event'>> = [];
  readonly #claims = new Map<string, string>();
  readonly #enqueue: Enqueue;

  constructor(plugins: readonly PluginDefinition[], enqueue: Enqueue) {
    this.#enqueue = enqueue;
    this.plugins = inDependencyOrder(plugins);
    for (const plugin of this.plugins) {
      for (const [permission, meaning] of Object.entries(plugin.permissions ?? {})) {
        this.claim('permission', permission, plugin.name);
        this.permissions.set(permission, { plugin: plugin.name, meaning });
      }
      this.#setUp(plugin);
    }
    // Once all events are known. A plugin does not follow its own: what it says in answer would never end.
    for (const hook of this.#afterAny)
      for (const [event, { plugin }] of this.events)
        if (plugin !== hook.plugin) this.after.push({ ...hook, event: event as EventName });
    this.#checkOrphans();
    deepFreeze(this);
  }

  /** Takes a name for a plugin; a second plugin that wants the same one is an error that names both. */
  claim(what: string, name: string, plugin: string): void {
    const owner = this.#claims.get(`${what} ${name}`);
    if (owner !== undefined) {
      throw new Error(
        owner === plugin
          ? `the plugin "${plugin}" declares the ${what} "${name}" twice`
          : `the plugins "${owner}" and "${plugin}" both declare the ${what} "${name}": rename one of them or disable one of the plugins`,
      );
    }
    this.#claims.set(`${what} ${name}`, plugin);
  }

  /** The fields that a plugin brings, such as `Query.tickets` and `Customer.tickets`, once the schema is built. */
  fieldsOf(plugin: string): string[] {
    const fields = [...this.#claims].filter(([name, owner]) => owner === plugin && name.startsWith(FIELD));
    return fields.map(([name]) => name.slice(FIELD.length).replace(' ', '.'));
  }

  /** The text of a key in a language, English where it is missing, the key itself where nobody wrote it. */
  text(locale: string, key: string): string {
    return this.texts.get(locale)?.get(key) ?? this.texts.get('en')?.get(key) ?? key;
  }

  #setUp(plugin: PluginDefinition): void {
    try {
      plugin.setup(this.#apiFor(plugin));
    } catch (error) {
      // Our own errors name it already.
      if (error instanceof Error && error.message.includes(`"${plugin.name}"`)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `the plugin "${plugin.name}" cannot be set up: ${reason} (mend it, or run "candor plugin disable ${plugin.name}")`,
        { cause: error },
      );
    }
  }

  #apiFor({ name: plugin }: PluginDefinition): PluginApi {
    return {
      store: ({ entities, migrations }) => {
        for (const entity of entities) this.entities.set(entity, plugin);
        this.ledgers.push({ plugin, migrations });
      },
      indexed: (type, options) => {
        this.claim(`index of ${type.name}`, options.index, plugin);
        this.indexed.push({ plugin, type, options: options as unknown as IndexedDeclaration['options'] });
      },
      access: (type, rule) => {
        this.claim('access rule of', type.name, plugin);
        this.access.set(type, rule as unknown as AccessRule<Record<string, unknown>>);
      },
      list: (name, type, options) => {
        this.claim(options.on ? `field of ${options.on.type.name}` : 'field of Query', name, plugin);
        // Its filter and its order are types of this name, and of two equal ones one would win in silence.
        this.claim('list type', `${options.on?.type.name ?? ''}${upperFirst(name)}`, plugin);
        this.lists.push({
          plugin,
          name,
          type,
          options: options as unknown as ListOptions<Record<string, unknown>>,
        });
      },
      graphql: {
        resolvers: (...classes) => {
          for (const type of classes) this.resolvers.push({ plugin, type });
        },
        types: (...classes) => {
          for (const type of classes) this.types.push({ plugin, type });
        },
        extend: (typeName, field, options) => {
          this.claim(`field of ${typeName}`, fieldName(field), plugin);
          this.extensions.push({
            plugin,
            typeName,
            field,
            options: options as unknown as ExtendOptions<object>,
          });
          for (const type of options.types ?? []) this.types.push({ plugin, type });
        },
      },
      live: (name, options) => {
        this.claim('field of Subscription', name, plugin);
        this.live.push({ plugin, name, options });
      },
      event: (name, options) => {
        this.claim('event', name, plugin);
        this.events.set(name, { ...options, plugin });
      },
      before: (command, options, hook) => {
        this.claim('hook', options.id, plugin);
        this.before.push({
          plugin,
          id: options.id,
          command,
          options,
          hook: hook as unknown as BeforeHook<CommandName>,
        });
      },
      after: (event, options, handler) => {
        this.claim('hook', options.id, plugin);
        this.after.push({
          plugin,
          id: options.id,
          event,
          options,
          handler: handler as unknown as AfterHandler<EventName>,
        });
      },
      afterAny: (options, handler) => {
        this.claim('hook', options.id, plugin);
        this.#afterAny.push({ plugin, id: options.id, options, handler });
      },
      job: (name, options, run) => {
        this.claim('job', name, plugin);
        this.jobs.push({
          plugin,
          name,
          options: options as JobOptions<unknown>,
          run: run as JobRun<unknown>,
        });
        return this.#handle(name);
      },
      schedule: (name, options, job) => {
        this.claim('schedule', name, plugin);
        this.schedules.push({ plugin, name, options, job: job.name });
      },
      principal: (kind, resolve) => {
        this.claim('kind of actor', kind, plugin);
        this.principals.set(kind, resolve);
      },
      errors: (codes) => {
        for (const [code, meaning] of Object.entries(codes)) {
          this.claim('error code', code, plugin);
          this.errors.set(code, { plugin, meaning });
        }
      },
      texts: (texts) => this.#addTexts(plugin, texts),
      seed: (name, run) => {
        // A seed runs once by its name: a second one of it never would.
        this.claim('seed', `${plugin} ${name}`, plugin);
        this.seeds.push({ plugin, name, run });
      },
      health: (name, check) => {
        this.claim('health check', name, plugin);
        this.health.push({ plugin, name, check });
      },
    };
  }

  #handle<Input>(name: string): Job<Input> {
    return { name, enqueue: (tx, input, options = {}) => this.#enqueue(tx, name, input, options) };
  }

  #addTexts(plugin: string, texts: Readonly<Record<string, Texts>>): void {
    for (const [locale, entries] of Object.entries(texts)) {
      const all = this.texts.get(locale) ?? new Map<string, string>();
      for (const [key, text] of Object.entries(entries)) {
        this.claim(`text (${locale})`, key, plugin);
        all.set(key, text);
      }
      this.texts.set(locale, all);
    }
  }

  #checkOrphans(): void {
    for (const [entity, plugin] of this.entities) {
      if (!this.access.has(entity)) {
        throw new Error(
          `the plugin "${plugin}" stores ${entity.name} but says nowhere who may read it: add api.access(${entity.name}, …)`,
        );
      }
    }
    for (const { plugin, id, event, options } of this.after) {
      if (!this.events.has(event) && !options.ifDeclared)
        throw new Error(
          `the hook "${id}" of the plugin "${plugin}" follows the event "${event}", which nobody declares`,
        );
    }
    for (const { plugin, typeName, field } of this.extensions) {
      if (!field.includes(':'))
        throw new Error(
          `the plugin "${plugin}" extends ${typeName} with "${field}": write it as SDL, such as "points: Int"`,
        );
    }
  }
}

/** The name in front of a field's SDL: `points(first: Int): Int` is `points`. */
export function fieldName(sdl: string): string {
  return /^\s*(\w+)/.exec(sdl)?.[1] ?? sdl;
}

function upperFirst(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** After boot nothing may be added: a list that grew later would differ between two processes. */
function deepFreeze(registry: Registry): void {
  for (const value of Object.values(registry)) {
    if (Array.isArray(value)) Object.freeze(value);
    else if (value instanceof Map) value.set = () => refuse();
  }
  Object.freeze(registry);
}

function refuse(): never {
  throw new Error('the registry is frozen after boot: register in setup()');
}
