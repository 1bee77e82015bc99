import { BoardProgressDocument, type BoardStateFragment, type WatchState } from '@candor/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSetting } from './setting.js';

export interface WatchedBoard {
  /** The board as it was last heard of. */
  readonly board: BoardStateFragment | undefined;
  readonly state: WatchState;
  /** The change that came last while one watched, for whoever cannot see it move. */
  readonly latest: BoardStateFragment['changes']['edges'][number]['node'] | undefined;
  /** Makes the next attempt now. */
  retry(): void;
}

/** Follows one board for as long as it is on the screen. */
export function useBoard(id: string): WatchedBoard {
  const { client } = useSetting();
  const [board, setBoard] = useState<WatchedBoard['board']>();
  const [latest, setLatest] = useState<WatchedBoard['latest']>();
  const [state, setState] = useState<WatchState>({ status: 'connecting' });
  const retry = useRef<() => void>(() => undefined);

  useEffect(() => {
    const watching = client.watch(BoardProgressDocument, { board: id }, { onState: setState });
    retry.current = () => watching.retry();
    void (async () => {
      for await (const event of watching) {
        if (event.board) setBoard(event.board);
        if (event.change && !event.recovered) setLatest(event.change);
      }
    })();
    return () => watching.stop();
  }, [client, id]);

  return { board, state, latest, retry: () => retry.current() };
}
