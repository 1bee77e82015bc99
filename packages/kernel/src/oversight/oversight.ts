import { idOf, uuidOf } from '../database/ids.js';
import type { Tx } from '../database/tx.js';
import { reasonOf } from '../due/retry.js';
import type { HookCircuit } from '../events/hooks.js';
import { UserError, UserErrors } from '../graphql/errors.js';
import type { PluginDefinition, Services } from '../plugin/contract.js';
import type { Registry } from '../plugin/registry.js';
import type { Settings } from '../plugin/settings.js';
import { audit } from '../privacy/audit.js';
import {
  type BackgroundJob,
  type CircuitState,
  type CommandHook,
  type DeliveryState,
  type EventDelivery,
  type HealthCheck,
  type Plugin,
  PluginState,
} from './oversight-types.js';
import { shownSettings } from './secrets.js';

/** Milliseconds that a health check may take. */
const CHECK_WITHIN = 2_000;

/** Of delivery and job ids, the tags. */
const EVENT = 'event';
const JOB = 'job';

/** A plugin that is here and does not run. */
export interface DisabledPlugin {
  readonly name: string;
  readonly version: string;
}

export interface OversightOptions {
  readonly registry: Registry;
  readonly disabled: readonly DisabledPlugin[];
  readonly settings: Settings;
  readonly services: () => Services;
  readonly circuits: () => readonly HookCircuit[];
  readonly retryDelivery: (tx: Tx, event: string, handler: string) => Promise<boolean>;
  readonly retryJob: (tx: Tx, id: string) => Promise<boolean>;
  readonly checkWithin?: number;
}

/** What happens inside of the platform, for staff to see and put right. */
export class Oversight {
  constructor(private readonly options: OversightOptions) {}

  /** All plugins in the order in which they are set up, their health asked for now; then those that are disabled. */
  async plugins(): Promise<Plugin[]> {
    const { registry, disabled } = this.options;
    const running = await Promise.all(
      registry.plugins.map((plugin, index) => this.#plugin(plugin, index + 1)),
    );
    const others = disabled.map((plugin, index) => ({
      ...plugin,
      ...NOTHING,
      place: running.length + index + 1,
    }));
    return [...running, ...others];
  }

  async plugin(name: string): Promise<Plugin | null> {
    const index = this.options.registry.plugins.findIndex((one) => one.name === name);
    return index < 0 ? null : this.#plugin(this.options.registry.plugins[index]!, index + 1);
  }

  /** Deliveries of a state: the latest first, of pending ones that which has waited longest. */
  async deliveries(state: DeliveryState, first: number): Promise<EventDelivery[]> {
    const order = {
      PENDING: 'd.enqueued_at, d.event',
      DONE: 'd.event desc',
      DEAD: 'd.done_at desc, d.event desc',
    };
    const rows = await this.#query<DeliveryRow>(
      `${DELIVERIES} where d.state = $1 order by ${order[state]} limit $2`,
      [state, first],
    );
    return rows.map((row) => this.#delivery(row));
  }

  /** The deliveries of some events, in the order of the events. */
  async deliveriesOf(events: readonly string[]): Promise<EventDelivery[][]> {
    const uuids = events.map((id) => uuidOf(EVENT, id)!);
    const rows = await this.#query<DeliveryRow>(`${DELIVERIES} where d.event = any($1) order by d.handler`, [
      uuids,
    ]);
    const byEvent = Map.groupBy(rows, ({ event }) => event);
    return uuids.map((uuid) => (byEvent.get(uuid) ?? []).map((row) => this.#delivery(row)));
  }

  /** Throws NOT_FOUND where no such delivery is dead. */
  async retryDelivery(tx: Tx, event: string, handler: string): Promise<EventDelivery> {
    const uuid = uuidOf(EVENT, event);
    if (!uuid || !(await this.options.retryDelivery(tx, uuid, handler)))
      throw new UserError(
        'NOT_FOUND',
        ['eventId'],
        'There is no dead delivery of that event to that handler.',
      );
    audit(tx, { action: 'delivery.retry', subject: event, after: { handler } });
    const [row] = await tx.query<DeliveryRow>(`${DELIVERIES} where d.event = $1 and d.handler = $2`, [
      uuid,
      handler,
    ]);
    return this.#delivery(row!);
  }

  async jobs(state: DeliveryState, first: number): Promise<BackgroundJob[]> {
    const order = state === 'PENDING' ? 'enqueued_at, id' : 'done_at desc, id desc';
    const rows = await this.#query<JobRow>(`${JOBS} where state = $1 order by ${order} limit $2`, [
      state,
      first,
    ]);
    return rows.map((row) => this.#job(row));
  }

  /** Throws NOT_FOUND where no such job is dead. */
  async retryJob(tx: Tx, id: string): Promise<BackgroundJob> {
    const uuid = uuidOf(JOB, id);
    if (!uuid || !(await this.options.retryJob(tx, uuid)))
      throw new UserError('NOT_FOUND', ['jobId'], 'There is no dead job of that id.');
    audit(tx, { action: 'job.retry', subject: id });
    const [row] = await tx.query<JobRow>(`${JOBS} where id = $1`, [uuid]);
    return this.#job(row!);
  }

  /**
   * Changes some settings of a plugin and leaves the others, secret ones among them, as they are; `null` goes back
   * to the default. Throws user errors that name each value at fault and what would be right.
   */
  async changeSettings(
    tx: Tx,
    name: string,
    changes: ReadonlyArray<{ name: string; value: string | null }>,
  ): Promise<void> {
    const { registry, settings } = this.options;
    const schema = registry.plugins.find((plugin) => plugin.name === name)?.settings;
    if (!schema)
      throw new UserError('NOT_FOUND', ['plugin'], 'There is no plugin of that name with settings.');
    const known = shownSettings(schema, {}).map((setting) => setting.name);
    const stored = await settings.stored(tx, name);
    const next = { ...stored };
    for (const [index, change] of changes.entries()) {
      const field = ['settings', String(index)];
      if (!known.includes(change.name)) {
        const message = `There is no setting "${change.name}"; there are ${known.join(', ')}.`;
        throw new UserError('INVALID', [...field, 'name'], message);
      }
      if (change.value === null) delete next[change.name];
      else next[change.name] = parsed(change.value, [...field, 'value']);
    }
    const checked = schema.safeParse(next);
    if (!checked.success) {
      const errors = checked.error.issues.map(({ path, message }) => {
        const index = changes.findIndex((change) => change.name === path[0]);
        return new UserError(
          'INVALID',
          ['settings', String(Math.max(0, index)), 'value'],
          `${path.join('.')}: ${message}.`,
        );
      });
      throw new UserErrors(errors);
    }
    await settings.change(tx, name, next);
    // What they were set to stays out of the trail: it may be a secret.
    audit(tx, {
      action: 'plugin.settings',
      subject: name,
      after: { settings: changes.map((change) => change.name) },
    });
  }

  async #plugin(plugin: PluginDefinition, place: number): Promise<Plugin> {
    const { registry, settings, circuits } = this.options;
    const { name, version, requires = {} } = plugin;
    const own = <T extends { plugin: string }>(all: readonly T[]) => all.filter((one) => one.plugin === name);
    const health = await Promise.all(own(registry.health).map((check) => this.#checked(check)));
    const all = circuits();
    const hooks: CommandHook[] = own(all).map(({ hook, command, circuit, reason }) => ({
      name: hook,
      command,
      place: all.filter((one) => one.command === command).findIndex((one) => one.hook === hook) + 1,
      circuit: circuit as CircuitState,
      reason: reason || null,
    }));
    const isWell =
      health.every(({ problem }) => problem === null) && hooks.every(({ circuit }) => circuit === 'CLOSED');
    return {
      name,
      version,
      place,
      requires: Object.keys(requires),
      state: isWell ? PluginState.HEALTHY : PluginState.UNHEALTHY,
      health,
      hooks,
      handlers: own(registry.after).map(({ id, event }) => `${id} < ${event}`),
      jobs: own(registry.jobs).map((job) => job.name),
      settings: plugin.settings ? shownSettings(plugin.settings, settings.of(name)) : [],
    };
  }

  async #checked({ name, check }: Registry['health'][number]): Promise<HealthCheck> {
    const within = this.options.checkWithin ?? CHECK_WITHIN;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`took longer than ${within / 1_000} s`), within);
    });
    try {
      const asked = Promise.try(() => check(this.options.services()));
      return { name, problem: await Promise.race([asked, late]) };
    } catch (error) {
      return { name, problem: reasonOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  #delivery({ event, name, done_at, last_error, ...row }: DeliveryRow): EventDelivery {
    const plugin = this.options.registry.after.find(({ id }) => id === row.handler)?.plugin ?? null;
    return {
      ...row,
      eventId: idOf(EVENT, event),
      eventName: name,
      plugin,
      lastError: last_error,
      endedAt: instant(done_at),
    };
  }

  #job({ id, done_at, last_error, ...row }: JobRow): BackgroundJob {
    const plugin = this.options.registry.jobs.find(({ name }) => name === row.name)?.plugin ?? null;
    return { ...row, jobId: idOf(JOB, id), plugin, lastError: last_error, endedAt: instant(done_at) };
  }

  #query<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.options.services().query<Row>(text, values);
  }
}

/** What a plugin that does not run has and does. */
const NOTHING = {
  requires: [],
  state: PluginState.DISABLED,
  health: [],
  hooks: [],
  handlers: [],
  jobs: [],
  settings: [],
};

interface DeliveryRow {
  readonly event: string;
  readonly name: string;
  readonly subject: string;
  readonly handler: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly done_at: string | null;
}

interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly done_at: string | null;
}

const DELIVERIES = `select d.event, o.name, o.subject, d.handler, d.state, d.attempts, d.last_error, d.done_at
  from kernel_delivery d join kernel_outbox o on o.id = d.event`;

const JOBS = 'select id, name, state, attempts, last_error, done_at from kernel_job';

function instant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}

function parsed(json: string, field: readonly string[]): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new UserError(
      'INVALID',
      field,
      'The value is not JSON: a text stands in quotation marks, such as "weekly".',
    );
  }
}
