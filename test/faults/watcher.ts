import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** One event of a board as it arrived. */
export interface Seen {
  readonly kind: string;
  readonly epoch: string;
  readonly offset: number;
  readonly recovered: boolean;
  readonly change: string | null;
  /** When it arrived, and when its change was made, in milliseconds since 1970. */
  readonly at: number;
  readonly madeAt: number | null;
}

export interface WatcherOptions {
  /** Where to connect; asked anew before each connection. */
  readonly url: () => string;
  readonly token: string;
  readonly board: string;
  /** Without a sign of life for so long, in milliseconds, the line counts as dead. */
  readonly silence?: number;
  /** Milliseconds before it comes back. */
  readonly pauseBefore?: () => number;
  readonly since?: Pick<Seen, 'epoch' | 'offset'>;
  /** Gets each event in place of `seen`, where there are too many to keep. */
  readonly hear?: (event: Seen) => void;
}

const WATCH = `subscription ($board: ID!, $since: StreamPosition) {
  boardProgress(board: $board, since: $since) { kind epoch offset recovered change { id at } }
}`;
const SUBSCRIPTION = '1';

/**
 * Watches one board as a product's screen does: keeps the position of the last event, comes back with it
 * whenever the line is lost, and gives up a line that says nothing. It keeps everything it was ever sent.
 */
export class Watcher {
  readonly seen: Seen[] = [];
  /** The lines it has lost, in order: the close code and when. */
  readonly closes: Array<{ readonly code: number; readonly at: number }> = [];
  /** How often a subscription has begun. */
  begun = 0;
  readonly #over = new AbortController();
  #socket: WebSocket | undefined;
  #isListening = false;
  #held: PromiseWithResolvers<void> | undefined;
  #position: Pick<Seen, 'epoch' | 'offset'> | undefined;
  #running: Promise<void>;
  /** What the server refused with; such a watcher does not come back. */
  refused: string | undefined;

  constructor(readonly options: WatcherOptions) {
    this.#position = options.since;
    this.#running = this.#watch();
  }

  get changes(): Seen[] {
    return this.seen.filter(({ kind }) => kind === 'CHANGE');
  }

  /** Whether its subscription is known to have begun on the line that it has. */
  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && this.#isListening;
  }

  /** Loses the line, as a client that is switched off. */
  cut(): void {
    this.#socket?.terminate();
  }

  async stop(): Promise<void> {
    this.#over.abort();
    this.release();
    this.cut();
    await this.#running;
  }

  /** Loses the line and stays away until `release`. */
  hold(): void {
    this.#held ??= Promise.withResolvers<void>();
    this.cut();
  }

  release(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  async #watch(): Promise<void> {
    while (!this.#over.signal.aborted && this.refused === undefined) {
      await this.#held?.promise;
      await this.#connection();
      const wait = this.options.pauseBefore?.() ?? 50;
      await pause(wait, undefined, { signal: this.#over.signal }).catch(() => undefined);
    }
  }

  /** One connection from beginning to end. */
  #connection(): Promise<void> {
    const { url, token, board, silence = 30_000 } = this.options;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const socket = new WebSocket(`${url().replace('http', 'ws')}/graphql`, ['graphql-transport-ws'], {
      handshakeTimeout: silence,
    });
    this.#socket = socket;
    let heard = performance.now();
    const send = (message: object) =>
      socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
    const beat = setInterval(() => {
      if (performance.now() - heard > silence) socket.terminate();
      else send({ type: 'ping' });
    }, silence / 3);
    socket.on('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    socket.on('message', (data) => {
      heard = performance.now();
      const message = JSON.parse(String(data)) as Message;
      if (message.type === 'ping') send({ type: 'pong' });
      if (message.type === 'connection_ack') {
        this.begun++;
        const variables = { board, ...(this.#position && { since: this.#position }) };
        send({ id: SUBSCRIPTION, type: 'subscribe', payload: { query: WATCH, variables } });
        // What is asked behind it is answered behind it, or not at all.
        send({ type: 'ping' });
      }
      if (message.type === 'pong') this.#isListening = true;
      if (message.type === 'next') this.#hear(message.payload);
      if (message.type === 'error') this.#refuse(message.payload);
      if (message.type === 'complete') this.refused ??= 'complete';
      if (this.refused !== undefined) socket.close();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      clearInterval(beat);
      this.#isListening = false;
      this.closes.push({ code, at: Date.now() });
      resolve();
    });
    return ended;
  }

  #hear({ data, errors }: Payload): void {
    if (!data?.boardProgress) {
      this.#refuse(errors ?? []);
      return;
    }
    const { kind, epoch, offset, recovered, change } = data.boardProgress;
    const event = { kind, epoch, offset, recovered, change: change?.id ?? null, at: Date.now() };
    const seen = { ...event, madeAt: change && Date.parse(change.at) };
    if (this.options.hear) this.options.hear(seen);
    else this.seen.push(seen);
    this.#position = { epoch, offset };
  }

  #refuse(errors: readonly Refusal[]): void {
    const code = errors[0]?.extensions.code ?? 'unknown';
    if (code !== 'UNAVAILABLE') this.refused = code;
  }
}

interface Refusal {
  readonly extensions: { readonly code: string };
}

interface Payload {
  readonly data?: {
    boardProgress:
      | (Omit<Seen, 'change' | 'at' | 'madeAt'> & { change: { id: string; at: string } | null })
      | null;
  };
  readonly errors?: readonly Refusal[];
}

type Message =
  | { readonly type: 'ping' | 'pong' | 'connection_ack' | 'complete' }
  | { readonly type: 'next'; readonly payload: Payload }
  | { readonly type: 'error'; readonly payload: readonly Refusal[] };

/** How what a watcher saw differs from the ledger of its board, from the position where it began. */
export function compare(seen: readonly Seen[], ledger: readonly string[]) {
  const first = seen[0]?.offset ?? 0;
  const changes = seen.filter(({ kind }) => kind === 'CHANGE');
  let gaps = 0;
  let reordered = 0;
  let duplicates = 0;
  let at = first;
  const known = new Set<string>();
  for (const { offset, change } of changes) {
    if (known.has(change!)) duplicates++;
    else if (offset < at) reordered++;
    else gaps += offset - at - 1;
    known.add(change!);
    at = Math.max(at, offset);
  }
  const missing = ledger.filter((change) => !known.has(change)).length;
  const order = changes.map(({ change }) => change!);
  const unordered = ledger.filter((change) => known.has(change)).some((change, n) => change !== order[n]);
  return { gaps, reordered: reordered + Number(unordered), duplicates, missing };
}
