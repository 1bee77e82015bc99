import {
  BoardProgressDocument,
  type BoardProgressSubscription,
  type Client,
  type ClientOptions,
  createClient,
  type EventOf,
  MyBoardsDocument,
  PostProgressDocument,
  type Watching,
  type WatchState,
} from '@candor/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { both, type Scene, scene } from './scene.js';

type Event = EventOf<BoardProgressSubscription>;

const AT_ONCE = { first: 5, longest: 20 };

describe('@candor/client on a running platform', () => {
  let at: Scene;
  const clients: Client[] = [];

  beforeAll(async () => {
    at = await scene();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => at.close());

  const open = (options: Partial<ClientOptions> = {}): Client => {
    const client = createClient({
      url: `${at.line.url}/graphql`,
      token: at.customer.token!,
      livePauses: AT_ONCE,
      pauses: AT_ONCE,
      ...options,
    });
    clients.push(client);
    return client;
  };

  /** What a watcher gets while the test goes on; `until` resolves with the first event that fits. */
  function follow(watching: Watching<Event>) {
    const events: Event[] = [];
    const waiting = new Set<() => void>();
    const reading = (async () => {
      for await (const event of watching) {
        events.push(event);
        for (const wake of waiting) wake();
      }
    })();
    const has = async (fits: (event: Event) => boolean) => {
      while (!events.some(fits)) await new Promise<void>((resolve) => waiting.add(resolve));
    };
    return {
      events,
      reading,
      /** Resolves when there is anything at all: what is posted from then on comes as a change. */
      begun: () => has(() => true),
      until: (percent: number) => has(({ change }) => change?.stagePercent === percent),
    };
  }

  const isGapless = (events: readonly Event[]) =>
    events.slice(1).every(({ offset }, index) => offset === events[index]!.offset + 1);

  it('reads and writes with the types of the schema', async () => {
    const { viewer } = await open().query(MyBoardsDocument, { first: 1 });
    expect(viewer?.customer?.boards?.edges.map(({ node }) => node.id)).toEqual([at.board]);
    const staff = open({ token: at.agent.token! });
    const input = { boardId: at.board, percent: 5, nextStep: both('Start') };
    const { postProgress } = await staff.mutate(PostProgressDocument, { input });
    expect(postProgress).toMatchObject({ userErrors: [], board: { nextStep: 'Start' } });
    const { postProgress: refused } = await staff.mutate(PostProgressDocument, {
      input: { ...input, percent: 101 },
    });
    expect(refused).toMatchObject({ board: null, userErrors: [{ field: ['percent'] }] });
  });

  it('carries a mutation out once, though its answer is lost on the way', async () => {
    let sent = 0;
    const client = open({
      token: at.agent.token!,
      fetch: async (...request) => {
        const response = await fetch(...request);
        if (++sent === 1) throw new TypeError('The line was cut behind the answer.');
        return response;
      },
    });
    const before = await changes();
    const input = { boardId: at.board, percent: 6, nextStep: both('Once') };
    const { postProgress } = await client.mutate(PostProgressDocument, { input });
    expect(postProgress?.userErrors).toEqual([]);
    expect(sent).toBe(2);
    expect(await changes()).toBe(before + 1);
  });

  async function changes(): Promise<number> {
    const events = await at.platform.events();
    return events.filter(({ name }) => name === 'board.progress-posted').length;
  }

  it.each(['socket', 'event-stream'] as const)(
    'misses nothing over a line of the kind %s that is cut again and again',
    async (transport) => {
      const states: WatchState[] = [];
      const client = open({ transport });
      const { events, begun, until } = follow(
        client.watch(BoardProgressDocument, { board: at.board }, { onState: (state) => states.push(state) }),
      );
      await begun();
      const first = transport === 'socket' ? 10 : 30;
      for (let percent = first + 1; percent < first + 8; percent++) {
        at.line.cut('reset', (count) => count - 1);
        await at.post(percent);
        await until(percent);
      }
      expect(events[0]?.kind).toBe('SNAPSHOT');
      expect(isGapless(events)).toBe(true);
      expect(states.filter(({ status }) => status === 'waiting').length).toBeGreaterThan(0);
      expect(states.at(-1)).toEqual({ status: 'live' });
    },
  );

  it('takes an event stream where no socket can be opened', async () => {
    class NoSocket {
      onclose: ((event: object) => void) | undefined;
      static readonly CONNECTING = 0;
      static readonly OPEN = 1;
      static readonly CLOSING = 2;
      static readonly CLOSED = 3;
      constructor() {
        queueMicrotask(() => this.onclose?.({ code: 1006, reason: '' }));
      }
      close(): void {}
    }
    const { begun, until } = follow(
      open({ webSocket: NoSocket }).watch(BoardProgressDocument, { board: at.board }),
    );
    await begun();
    await at.post(50);
    await until(50);
  });

  it('goes on with a new token when the old one is over', async () => {
    const { tokens } = at.platform.platform;
    let asked = 0;
    const token = async () => {
      asked += 1;
      return tokens.mint({ kind: 'customer', id: at.customer.id!, expiresIn: asked === 1 ? 60 : 86_400 });
    };
    const { events, begun, until } = follow(
      open({ token }).watch(BoardProgressDocument, { board: at.board }),
    );
    await begun();
    await at.post(60);
    await until(60);
    await at.platform.advance('PT2M');
    await at.post(61);
    await until(61);
    expect(asked).toBe(2);
    expect(isGapless(events)).toBe(true);
  });

  it('goes on behind a position that was kept', async () => {
    const since = await position();
    await at.post(70);
    await at.post(71);
    const watching = open().watch(BoardProgressDocument, { board: at.board }, { since });
    const { events, until } = follow(watching);
    await until(71);
    expect(events.map(({ kind, offset }) => [kind, offset - since.offset])).toEqual([
      ['CHANGE', 1],
      ['CHANGE', 2],
    ]);
  });

  async function position() {
    const watching = open().watch(BoardProgressDocument, { board: at.board });
    for await (const { epoch, offset } of watching) return { epoch, offset };
    throw new Error('There is no such board.');
  }

  const ENDS: ReadonlyArray<[string, () => Partial<ClientOptions>, () => string, string]> = [
    ['a board that is not there', () => ({}), () => at.platform.unknownId('board'), 'gone'],
    ['a token that does not count', () => ({ token: 'nonsense' }), () => at.board, 'refused'],
  ];
  it.each(ENDS)('says the end with its reason: %s', async (_case, options, board, reason) => {
    const watching = open(options()).watch(BoardProgressDocument, { board: board() });
    await follow(watching).reading;
    expect(watching.state).toMatchObject({ status: 'ended', reason });
  });

  it('ends with the board, and when it is closed', async () => {
    const client = open();
    const archived = client.watch(BoardProgressDocument, { board: at.board });
    const stopped = client.watch(BoardProgressDocument, { board: at.board });
    const [first, second] = [follow(archived), follow(stopped)];
    await Promise.all([first.begun(), second.begun()]);
    await at.post(90);
    await Promise.all([first.until(90), second.until(90)]);
    stopped.stop();
    await second.reading;
    await at.manager.must(
      'mutation ($input: ArchiveBoardInput!) { archiveBoard(input: $input) { userErrors { message } } }',
      { variables: { input: { boardId: at.board } } },
    );
    await at.platform.settle();
    await first.reading;
    expect(archived.state).toEqual({ status: 'ended', reason: 'archived' });
    expect(stopped.state).toEqual({ status: 'ended', reason: 'stopped' });
  });
});
