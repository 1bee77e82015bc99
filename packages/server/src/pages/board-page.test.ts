import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

interface Watching {
  stop(): void;
  retry(): void;
}
interface Page {
  watch(options: {
    url: string;
    token: string;
    language: string;
    query: string;
    variables: object;
    onEvent(event: { offset: number }): void;
    onState(state: string, detail?: string): void;
  }): Watching;
}
interface Texts {
  languageOf(search: string, preferred: string | undefined): string;
  textsOf(language: string): Record<string, string>;
  durationText(iso: string, language: string): string;
  distanceText(instant: string, language: string, now: number): string;
}

/** The scripts of the page, as browsers load them. */
function script<Exports>(name: string): Promise<Exports> {
  return import(new URL(`../../pages/board/${name}`, import.meta.url).href) as Promise<Exports>;
}

/** What the page takes for the browser's WebSocket; the test is the other side. */
class Socket {
  static all: Socket[] = [];
  static get last(): Socket {
    return Socket.all.at(-1)!;
  }
  readonly sent: Array<{ type: string; payload?: { variables?: object; authorization?: string } }> = [];
  closedWith: number | undefined;
  onopen: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    Socket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code: number): void {
    this.closedWith = code;
  }

  says(type: string, payload?: unknown): void {
    this.onmessage({ data: JSON.stringify({ type, payload }) });
  }

  greets(): void {
    this.onopen();
    this.says('connection_ack');
  }

  tells(offset: number, kind = 'CHANGE'): void {
    this.says('next', { data: { boardProgress: { kind, epoch: 'e', offset } } });
  }
}

describe('the page of a live board', () => {
  const states: string[] = [];
  const offsets: number[] = [];
  let watching: Watching;

  beforeEach(async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(1);
    Object.assign(globalThis, { WebSocket: Socket });
    Socket.all = [];
    states.length = 0;
    offsets.length = 0;
    const { watch } = await script<Page>('live.js');
    watching = watch({
      url: 'wss://care.example.org/graphql',
      token: 'secret',
      language: 'zh-CN',
      query: 'subscription …',
      variables: { board: 'board_1' },
      onEvent: ({ offset }) => offsets.push(offset),
      onState: (state, detail) => states.push([state, detail].filter(Boolean).join(': ')),
    });
  });

  afterEach(() => {
    watching.stop();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('asks for a snapshot first and says that it is live only once it has one', () => {
    expect(Socket.last).toMatchObject({
      url: 'wss://care.example.org/graphql',
      protocol: 'graphql-transport-ws',
    });
    Socket.last.greets();
    expect(Socket.last.sent).toEqual([
      { type: 'connection_init', payload: { authorization: 'Bearer secret', 'accept-language': 'zh-CN' } },
      { id: '1', type: 'subscribe', payload: { query: 'subscription …', variables: { board: 'board_1' } } },
    ]);
    expect(states).toEqual(['connecting']);
    Socket.last.tells(3, 'SNAPSHOT');
    expect(states).toEqual(['connecting', 'live']);
  });

  it('comes back after a break and goes on behind the last event', () => {
    Socket.last.greets();
    Socket.last.tells(3, 'SNAPSHOT');
    Socket.last.tells(4);
    Socket.last.onclose({ code: 1013 });
    expect(states.at(-1)).toBe('waiting');
    jest.advanceTimersByTime(999);
    expect(Socket.all).toHaveLength(1);
    jest.advanceTimersByTime(1);
    Socket.last.greets();
    const variables = { board: 'board_1', since: { epoch: 'e', offset: 4 } };
    expect(Socket.last.sent.at(-1)).toMatchObject({ type: 'subscribe', payload: { variables } });
    Socket.last.tells(5);
    expect(offsets).toEqual([3, 4, 5]);
    expect(states.at(-1)).toBe('live');
  });

  it('waits longer each time that nobody answers, up to half a minute, never all at the same moment', () => {
    const pauses = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const [index, pause] of pauses.entries()) {
      // The least that chance may make of a pause is its half.
      jest.spyOn(Math, 'random').mockReturnValue(index % 2);
      Socket.last.onclose({ code: 1006 });
      const count = Socket.all.length;
      jest.advanceTimersByTime((index % 2 === 0 ? pause / 2 : pause) - 1);
      expect(Socket.all).toHaveLength(count);
      jest.advanceTimersByTime(1);
      expect(Socket.all).toHaveLength(count + 1);
    }
  });

  it('notices a line that is dead without having been closed', () => {
    Socket.last.greets();
    Socket.last.tells(1, 'SNAPSHOT');
    const [first] = Socket.all;
    jest.advanceTimersByTime(12_000);
    expect(first!.sent.at(-1)).toEqual({ type: 'ping' });
    first!.says('pong');
    jest.advanceTimersByTime(12_000);
    expect(states.at(-1)).toBe('live');
    jest.advanceTimersByTime(12_000);
    expect(states.at(-1)).toBe('waiting');
    expect(first!.closedWith).toBe(1000);
  });

  it.each([
    [
      'archived: nothing comes after a tombstone',
      (socket: Socket) => socket.tells(2, 'TOMBSTONE'),
      'ended: archived',
    ],
    [
      'gone: there is no such board',
      (socket: Socket) => socket.says('error', [{ extensions: { code: 'NOT_FOUND' } }]),
      'ended: gone',
    ],
    [
      'gone while it was watched',
      (socket: Socket) => socket.says('next', { errors: [{ extensions: { code: 'NOT_FOUND' } }] }),
      'ended: gone',
    ],
    [
      'failed: the document is refused',
      (socket: Socket) => socket.says('error', [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]),
      'ended: failed',
    ],
    ['failed: the protocol was hurt', (socket: Socket) => socket.onclose({ code: 4400 }), 'ended: failed'],
  ])('stops for good when it is %s', (_, happen, state) => {
    Socket.last.greets();
    happen(Socket.last);
    expect(states.at(-1)).toBe(state);
    jest.advanceTimersByTime(120_000);
    watching.retry();
    expect(Socket.all).toHaveLength(1);
  });

  it('tries once more when the token is over, and then says that the link is', () => {
    Socket.last.greets();
    Socket.last.tells(1, 'SNAPSHOT');
    Socket.last.onclose({ code: 4403 });
    expect(states.at(-1)).toBe('waiting');
    jest.advanceTimersByTime(1_000);
    Socket.last.onopen();
    Socket.last.onclose({ code: 4403 });
    expect(states.at(-1)).toBe('ended: refused');
  });

  it.each([
    ['', 'zh-TW', 'zh-CN'],
    ['', 'de-DE', 'en'],
    ['', undefined, 'en'],
    ['?lang=en', 'zh-CN', 'en'],
    ['?lang=zh', 'en-GB', 'zh-CN'],
  ])('with the address %p and a reader of %p speaks %p', async (search, preferred, language) => {
    const { languageOf } = await script<Texts>('texts.js');
    expect(languageOf(search, preferred)).toBe(language);
  });

  it('says everything in both languages', async () => {
    const { textsOf } = await script<Texts>('texts.js');
    expect(Object.keys(textsOf('zh-CN'))).toEqual(Object.keys(textsOf('en')));
  });

  it('says durations and distances as people do', async () => {
    const { durationText, distanceText } = await script<Texts>('texts.js');
    expect(['P10D', 'PT4H', 'P1DT12H', 'P2W', 'PT30M'].map((one) => durationText(one, 'en'))).toEqual([
      '10 days',
      '4 hours',
      '1 day 12 hours',
      '2 weeks',
      '30 minutes',
    ]);
    const now = Date.parse('2026-03-02T09:00:00Z');
    expect(distanceText('2026-03-05T08:59:00Z', 'en', now)).toBe('in 3 days');
    expect(distanceText('2026-03-02T13:00:00Z', 'zh-CN', now)).toBe('4小时后');
    expect(distanceText('2026-03-01T09:00:00Z', 'en', now)).toBe('yesterday');
  });
});
