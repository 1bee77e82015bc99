import { describe, expect, it } from '@jest/globals';
import { type Lane, LaneError, type LiveResult } from './lane.js';
import type { OperationRequest } from './operation.js';
import { type LiveEvent, type Position, Watching, type WatchOptions, type WatchState } from './watching.js';

type Step = LiveResult | Error | readonly object[];

const event = (offset: number, kind: LiveEvent['kind'] = 'CHANGE', epoch = 'e'): LiveResult => ({
  data: { boardProgress: { kind, epoch, offset } },
});
const lost = new LaneError('lost', true, {});
const refused = new LaneError('refused', true, {});
const coded = (code: string, retryable = false) => [{ message: code, extensions: { code, retryable } }];

/** Lines that go as it is written, one attempt after the other; the last one stays open. */
function watching(
  attempts: readonly (readonly Step[])[],
  options: WatchOptions & { renewable?: boolean } = {},
) {
  const asked: unknown[] = [];
  const states: WatchState[] = [];
  const lane: Lane = {
    async *results({ variables }: OperationRequest, left: AbortSignal, opened: () => void) {
      asked.push(variables['since']);
      const steps = attempts[asked.length - 1];
      opened();
      for (const step of steps ?? []) {
        if (step instanceof Error || Array.isArray(step)) throw step;
        yield step as LiveResult;
      }
      if (asked.length >= attempts.length && !left.aborted)
        await new Promise((resolve) => left.addEventListener('abort', resolve));
    },
    cut: () => undefined,
    close: () => undefined,
  };
  const made = new Watching<LiveEvent>(
    {
      lane: () => lane,
      request: { query: 'subscription …', variables: {} },
      pauses: { first: 1, longest: 1 },
      isTokenRenewable: options.renewable ?? false,
      over: () => undefined,
    },
    { ...options, onState: (state) => states.push(state) },
  );
  return { made, asked, states };
}

async function offsets(made: Watching<LiveEvent>, count: number): Promise<number[]> {
  const read: number[] = [];
  for await (const { offset } of made) if (read.push(offset) === count) break;
  return read;
}

const statuses = (states: readonly WatchState[]) =>
  states.map((state) => (state.status === 'ended' ? state.reason : state.status));

describe('a live subscription', () => {
  it('comes back behind the last event after each break, for as long as it takes', async () => {
    const { made, asked } = watching([
      [event(3, 'SNAPSHOT'), event(4), lost],
      [lost],
      [lost],
      [event(5), lost],
      [event(6)],
    ]);
    expect(await offsets(made, 4)).toEqual([3, 4, 5, 6]);
    expect(asked).toEqual([undefined, at(4), at(4), at(4), at(5)]);
  });

  it('begins behind a position that was kept from another time', async () => {
    const { made, asked } = watching([[event(8)]], { since: at(7) });
    expect(await offsets(made, 1)).toEqual([8]);
    expect(asked).toEqual([at(7)]);
  });

  it('hands no change out twice, though a line brings it twice', async () => {
    const { made } = watching([
      [event(1, 'SNAPSHOT'), event(2), lost],
      [event(2), event(1), event(3), event(3), event(4)],
    ]);
    expect(await offsets(made, 4)).toEqual([1, 2, 3, 4]);
  });

  it('takes the same number in another life of the stream for another event', async () => {
    const { made } = watching([
      [event(5, 'SNAPSHOT'), lost],
      [event(2, 'REFETCH', 'f'), event(3, 'CHANGE', 'f')],
    ]);
    expect(await offsets(made, 3)).toEqual([5, 2, 3]);
  });

  it('says that it is live with the first event, and after a break as soon as the line is there', async () => {
    const { made, states } = watching([[event(1, 'SNAPSHOT'), lost], []]);
    const reading = offsets(made, 2);
    while (statuses(states).length < 4) await new Promise((resolve) => setImmediate(resolve));
    expect(statuses(states)).toEqual(['live', 'waiting', 'connecting', 'live']);
    made.stop();
    expect(await reading).toEqual([1]);
    expect(made.state).toEqual({ status: 'ended', reason: 'stopped' });
  });

  it('has dealt with an event only when the next one is asked for', async () => {
    const { made } = watching([[event(1, 'SNAPSHOT'), event(2)]]);
    const events = made[Symbol.asyncIterator]();
    await events.next();
    expect(made.position).toBeUndefined();
    await events.next();
    expect(made.position).toEqual(at(1));
  });

  const ENDS: ReadonlyArray<[string, readonly Step[], string]> = [
    ['was archived', [event(1, 'TOMBSTONE')], 'archived'],
    ['is not there', [coded('NOT_FOUND')], 'gone'],
    [
      'may not be seen any more',
      [event(1, 'SNAPSHOT'), { data: null, errors: coded('NOT_FOUND') } as LiveResult],
      'gone',
    ],
    ['is asked for with a token that does not count', [refused], 'refused'],
    ['is asked for wrongly', [coded('GRAPHQL_VALIDATION_FAILED')], 'failed'],
    ['cannot be carried', [new LaneError('failed', true, {})], 'failed'],
  ];
  it.each(ENDS)('ends when what is watched %s', async (_case, steps, reason) => {
    const { made } = watching([steps, []]);
    await offsets(made, 9);
    expect(made.state).toMatchObject({ status: 'ended', reason });
  });

  it.each([[refused], [coded('UNAUTHENTICATED')]])(
    'comes back where a token is over and another can be had',
    async (end) => {
      const { made } = watching([[end as Step], [event(1, 'SNAPSHOT')]], { renewable: true });
      expect(await offsets(made, 1)).toEqual([1]);
    },
  );

  it('comes back when the platform says that it may be better later', async () => {
    const { made } = watching([[coded('UNAVAILABLE', true)], [], [event(1, 'SNAPSHOT')]]);
    expect(await offsets(made, 1)).toEqual([1]);
  });
});

function at(offset: number): Position {
  return { epoch: 'e', offset };
}
