import { WebSocket } from 'ws';

/** What one viewer has to see, and nobody else. */
export interface View {
  readonly board: string;
  /** The name of whose board it is; null to those who may not know. */
  readonly owner: string | null;
  /** The id of the principal that looks. */
  readonly viewer: string;
  readonly locale: string;
}

interface Event {
  readonly offset: number;
  readonly board: Record<string, unknown>;
}

/** The subscriptions of each socket by id: what it asks for, and whether the answer is right. */
const VIEWS: Readonly<
  Record<string, { selection: string; isRight(board: Record<string, unknown>, view: View): boolean }>
> = {
  plain: { selection: 'id percent', isRight: ({ id }, { board }) => id === board },
  own: {
    selection: 'id watchedBy',
    isRight: ({ id, watchedBy }, view) => id === view.board && watchedBy === view.viewer,
  },
  owner: {
    selection: 'id customer { name }',
    isRight: ({ id, customer }, { board, owner }) =>
      id === board && ((customer as { name: string } | null)?.name ?? null) === owner,
  },
  title: {
    selection: 'id title',
    isRight: ({ id, title }, { board, locale }) =>
      id === board && String(title).startsWith(locale === 'en' ? 'For ' : '给'),
  },
};

/** A socket with several subscriptions that looks at the content of every event it gets. */
export class Onlooker {
  events = 0;
  /** Events that were somebody else's, or came out of order. */
  readonly wrong: string[] = [];
  readonly #socket: WebSocket;
  readonly #offsets = new Map<string, number>();
  readonly #begun = Promise.withResolvers<void>();
  #waiting: { left: number; done: () => void } | undefined;

  constructor(
    url: string,
    token: string,
    private readonly view: View,
  ) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, ['graphql-transport-ws']);
    const payload = { authorization: `Bearer ${token}`, 'accept-language': view.locale };
    this.#socket.on('open', () => this.#send({ type: 'connection_init', payload }));
    this.#socket.on('message', (data) => this.#hear(JSON.parse(String(data))));
    this.#socket.on('error', (error) => this.#begun.reject(error));
  }

  /** Resolves when all its subscriptions have had their snapshot. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  /** Resolves when each of its subscriptions has had one more event. */
  next(): Promise<void> {
    return new Promise((done) => {
      this.#waiting = { left: Object.keys(VIEWS).length, done };
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear({
    type,
    id = '',
    payload,
  }: {
    type: string;
    id?: string;
    payload?: { data?: { boardProgress: Event } };
  }): void {
    if (type === 'connection_ack') {
      for (const [name, { selection }] of Object.entries(VIEWS)) {
        const query = `subscription ($board: ID!) { boardProgress(board: $board) { offset board { ${selection} } } }`;
        this.#send({
          id: name,
          type: 'subscribe',
          payload: { query, variables: { board: this.view.board } },
        });
      }
      return;
    }
    const event = payload?.data?.boardProgress;
    const before = this.#offsets.get(id);
    const isNext = event !== undefined && (before === undefined || event.offset === before + 1);
    if (!event || !isNext || !VIEWS[id]?.isRight(event.board, this.view))
      this.wrong.push(`${JSON.stringify(this.view)} ${id}: ${JSON.stringify(payload)}`);
    if (event) this.#offsets.set(id, event.offset);
    if (before !== undefined) this.events++;
    if (this.#offsets.size === Object.keys(VIEWS).length) this.#begun.resolve();
    if (before === undefined || !this.#waiting || --this.#waiting.left > 0) return;
    this.#waiting.done();
    this.#waiting = undefined;
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }
}
