import type { Backlog } from '@candor/kernel/oversight';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ObservedOperation, Observer } from './observed.js';

/** What is asked of the process when its figures are read. */
export interface Sources {
  /** Names that operations may be told apart by, by the text of their documents. */
  readonly names: ReadonlyMap<string, string>;
  backlog(): Promise<Backlog>;
  pool(): { total: number; idle: number; waiting: number };
  /** When a backup last came back whole in a trial, and when the newest was written; null for never. */
  backups(): Promise<{ drill: Date | null; newest: Date | null }>;
  /** Sockets and the like, of a process that serves. */
  open(): Readonly<Record<string, number>>;
}

/** What all operations are called that are not on the list: their names are their clients' and have no end. */
export const OTHER = 'other';
/** More names than these are one. */
const MOST_NAMES = 500;
/** Seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
/** Milliseconds that the figures of the database are good for: probes must not load what they probe. */
const FRESH = 5_000;

/** The figures of one process, in the form of Prometheus. No label holds what a client sends. */
export class ProcessMetrics {
  readonly #registry = new Registry();
  readonly #operations: Counter;
  readonly #seconds: Histogram;
  readonly #names: ReadonlyMap<string, string>;
  #last: { readonly at: number; readonly backlog: Promise<Backlog> } | undefined;

  constructor(private readonly sources: Sources) {
    const registers = [this.#registry];
    // Among them the lag of the event loop, with its 99th percentile.
    collectDefaultMetrics({ register: this.#registry });
    this.#operations = new Counter({
      name: 'candor_operations_total',
      help: 'Operations answered, by the name of their persisted document, and by the code of their first error.',
      labelNames: ['operation', 'kind', 'code'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'candor_operation_seconds',
      help: 'How long operations took; subscriptions until they had begun.',
      labelNames: ['operation', 'kind'],
      buckets: BUCKETS,
      registers,
    });
    this.#names = new Map([...sources.names].slice(0, MOST_NAMES));
    this.#gauges();
  }

  readonly observe: Observer = ({ source, kind, code, took }: ObservedOperation) => {
    const operation = (source !== undefined && this.#names.get(source)) || OTHER;
    this.#operations.inc({ operation, kind, code: code ?? 'OK' });
    if (kind !== 'unknown') this.#seconds.observe({ operation, kind }, took / 1_000);
  };

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All figures as text. Those of the database are left out while it does not answer, and `candor_database_up` is 0. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #gauges(): void {
    const { sources } = this;
    this.#gauge('candor_open', 'What is open to clients.', 'kind', async () => sources.open());
    this.#gauge('candor_database_connections', 'Connections of the pool.', 'state', async () =>
      sources.pool(),
    );
    const asked = (pick: (backlog: Backlog) => Readonly<Record<string, number>>) => async () =>
      this.#backlog().then(pick, () => ({}));
    this.#gauge(
      'candor_waiting',
      'What waits behind the API and could run now.',
      'queue',
      asked(({ outbox, deliveries, jobs, unsealed: audit }) => ({ outbox, deliveries, jobs, audit })),
    );
    this.#gauge(
      'candor_oldest_waiting_seconds',
      'For how long the first of what waits has waited.',
      'queue',
      asked(({ oldestOutbox, oldestDelivery, oldestJob, oldestUnsealed, overdue: due }) => ({
        outbox: oldestOutbox,
        deliveries: oldestDelivery,
        jobs: oldestJob,
        audit: oldestUnsealed,
        due,
      })),
    );
    this.#gauge(
      'candor_dead_letters',
      'What was given up and waits for a person.',
      'queue',
      asked(({ deadDeliveries: deliveries, deadJobs: jobs }) => ({ deliveries, jobs })),
    );
    this.#gauge(
      'candor_backup_timestamp_seconds',
      'When a backup was last restored for a trial and came back whole, and when the newest in BACKUP_FOLDER was written; 0 for never.',
      'what',
      () => this.#backups(),
    );
    const up: Gauge = new Gauge({
      name: 'candor_database_up',
      help: 'Whether the database answers.',
      registers: [this.#registry],
      collect: async () =>
        up.set(
          await this.#backlog().then(
            () => 1,
            () => 0,
          ),
        ),
    });
  }

  /** Left out while the database does not answer. */
  async #backups(): Promise<Readonly<Record<string, number>>> {
    const seconds = (at: Date | null) => (at === null ? 0 : at.getTime() / 1_000);
    try {
      const { drill, newest } = await this.sources.backups();
      return { restored: seconds(drill), written: seconds(newest) };
    } catch {
      return {};
    }
  }

  #gauge(
    name: string,
    help: string,
    label: string,
    read: () => Promise<Readonly<Record<string, number>>>,
  ): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect: async () => {
        gauge.reset();
        for (const [value, count] of Object.entries(await read())) gauge.set({ [label]: value }, count);
      },
    });
  }

  /** One question for all figures, and for all who ask while the answer is fresh. */
  #backlog(): Promise<Backlog> {
    const now = performance.now();
    if (!this.#last || now - this.#last.at > FRESH) this.#last = { at: now, backlog: this.sources.backlog() };
    return this.#last.backlog;
  }
}
