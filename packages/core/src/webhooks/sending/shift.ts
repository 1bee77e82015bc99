import type { Job, Services } from '@candor/kernel';
import type { Span } from '@candor/kernel/tracing';
import { bulkhead } from 'cockatiel';
import { Agent } from 'undici';
import type { WebhookSettings } from '../webhook-settings.js';
import { type Claimed, claim, giveBack, prune, watchLeases } from './claiming.js';
import { guardedConnector, type Outside } from './outside.js';
import { post } from './post.js';
import { settle } from './settling.js';
import { signedHeaders } from './signature.js';
import { noteOutcome, webhookStep } from './webhook-step.js';

export type Dispatch = Job<Record<string, never>>;

/** Messages that one process has under way. */
const OVERALL = 64;
/** And of one endpoint, so that a slow target holds up itself and nobody else … */
const PER_ENDPOINT = 4;
/** … nor do many slow ones: once so many are under way, an endpoint gets one at a time. */
const CROWDED = 32;

/** Milliseconds that a lease outlasts the longest attempt: time to note what came of it. */
const LEASE_MARGIN = 30_000;
/** Milliseconds behind which the rest is left to another job. */
const LENGTH = 60_000;
/** Milliseconds that targets still have once the process wants to stop. */
const GRACE = 3_000;
const DAY = 86_400_000;

interface ShiftOptions {
  readonly services: Services;
  readonly outside: Outside;
  readonly signal: AbortSignal;
  /** How it asks for the next one. */
  readonly dispatch: Dispatch;
}

/** Sends messages until none is due, or for a minute. */
export class Shift {
  readonly #options: ShiftOptions;
  readonly #agent: Agent;
  readonly #underWay = new Map<string, Claimed>();
  readonly #cut = new AbortController();
  /** However many answers come in at a time, few connections of the database are taken to note them. */
  readonly #noting = bulkhead(2, Number.POSITIVE_INFINITY);
  #isAsked = true;
  #isOver = false;
  #takesMore = true;
  #failure: unknown;
  #change = Promise.withResolvers<void>();

  constructor(options: ShiftOptions) {
    this.#options = options;
    this.#agent = new Agent({ connect: guardedConnector(options.outside, () => this.#settings) });
  }

  /** More may be due. False when it comes too late for this shift. */
  ask(): boolean {
    if (this.#isOver) return false;
    this.#isAsked = true;
    this.#change.resolve();
    return true;
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    const stop = () => this.#stop();
    signal.addEventListener('abort', stop, { once: true });
    const end = setTimeout(() => this.#close(), LENGTH);
    try {
      await this.#loop();
      // From here on, whoever asks begins a shift of their own.
      this.#isOver = true;
      if (signal.aborted) throw signal.reason;
      if (this.#failure) throw this.#failure;
      await this.#handOver();
    } finally {
      this.#isOver = true;
      clearTimeout(end);
      signal.removeEventListener('abort', stop);
      await this.#agent.destroy();
    }
  }

  async #loop(): Promise<void> {
    for (;;) {
      while (this.#isAsked && this.#takesMore) {
        this.#isAsked = false;
        await this.#take().catch((error: unknown) => this.#fail(error));
      }
      if (this.#underWay.size === 0) return;
      await this.#change.promise;
      this.#change = Promise.withResolvers();
    }
  }

  async #take(): Promise<void> {
    const room = OVERALL - this.#underWay.size;
    if (room === 0) return;
    const { services } = this.#options;
    const within = this.#settings.timeoutSeconds * 1_000;
    const messages = await services.command((tx) =>
      claim(tx, {
        overall: room,
        perEndpoint: this.#underWay.size < CROWDED ? PER_ENDPOINT : 1,
        busy: this.#busy(),
        leaseEndsAt: new Date(tx.now.getTime() + within + LEASE_MARGIN),
      }),
    );
    for (const message of messages) {
      this.#underWay.set(message.id, message);
      this.#send(message, within)
        .catch((error: unknown) => this.#fail(error))
        .finally(() => {
          this.#underWay.delete(message.id);
          // Its place is free.
          this.ask();
        });
    }
  }

  /** A step of the trace of what the message tells of; the target may continue it. */
  #send(message: Claimed, within: number): Promise<void> {
    return this.#options.services.traced(webhookStep(message), (span) =>
      this.#attempt(message, within, span),
    );
  }

  async #attempt(message: Claimed, within: number, span: Span): Promise<void> {
    const { services, dispatch } = this.#options;
    const sentAt = services.now();
    const { url, body, messageId: id, secrets } = message;
    const signed = signedHeaders({ id, body, at: sentAt }, secrets);
    const headers = span.traceparent === null ? signed : { ...signed, traceparent: span.traceparent };
    const { signal } = this.#cut;
    const posted = await post({ url, headers, body }, { by: this.#agent, within, signal });
    noteOutcome(span, posted);
    const { suspendAfterDays } = this.#settings;
    await this.#noting.execute(() =>
      services.command(async (tx) => {
        if (posted.status === null && signal.aborted) return giveBack(tx, message);
        const again = await settle(tx, message, posted, { sentAt, suspendAfterDays });
        for (const at of again) dispatch.enqueue(tx, {}, { at });
      }),
    );
  }

  /** Old messages go, and what is left is done by another job, which may run elsewhere. */
  async #handOver(): Promise<void> {
    const { services, dispatch } = this.#options;
    const kept = this.#settings.keptDays * DAY;
    await services.command(async (tx) => {
      await prune(tx, new Date(tx.now.getTime() - kept));
      if (this.#isAsked) return dispatch.enqueue(tx, {});
      const at = await watchLeases(tx);
      if (at) dispatch.enqueue(tx, {}, { at });
    });
  }

  #busy(): Map<string, number> {
    const busy = new Map<string, number>();
    for (const { endpoint } of this.#underWay.values()) busy.set(endpoint, (busy.get(endpoint) ?? 0) + 1);
    return busy;
  }

  #close(): void {
    this.#takesMore = false;
    this.#change.resolve();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#close();
  }

  #stop(): void {
    this.#close();
    setTimeout(() => this.#cut.abort(), GRACE).unref();
  }

  get #settings(): WebhookSettings {
    return this.#options.services.settings<WebhookSettings>('webhooks');
  }
}
