import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Opening } from './screen.js';

export interface Watching extends Opening {
  /** Which of the things that are watched. */
  readonly subject: number;
}

export type Asked =
  | { readonly what: 'open'; readonly group: string; readonly openings: readonly Watching[] }
  | { readonly what: 'count' | 'collect' | 'close'; readonly group: string };

export interface Told {
  readonly error?: string;
  readonly open?: number;
  readonly arrived?: number;
  readonly arrivals?: Float64Array;
  readonly gaps?: number;
  readonly sample?: string;
}

interface Seen {
  readonly subject: number;
  readonly offset: number;
  /** Milliseconds on the clock of `now`. */
  readonly at: number;
}

export interface Collected {
  readonly seen: Seen[];
  /** How often a screen was shown another message than the next one. */
  readonly gaps: number;
  /** One message as it came. */
  readonly sample: string;
}

/** Milliseconds on the clock that all processes of a machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Watchers in processes of their own, in groups by name. */
export class Crowd {
  readonly #processes: ChildProcess[];

  constructor(root: string, processes: number) {
    const hooks = pathToFileURL(join(root, 'packages/server/scripts/source-hooks.mjs')).href;
    this.#processes = Array.from({ length: processes }, () =>
      fork(join(import.meta.dirname, 'screens.ts'), {
        execArgv: ['--import', hooks],
        serialization: 'advanced',
      }),
    );
  }

  /** Opens these, spread over the processes; resolves when all of them watch. */
  async open(group: string, openings: readonly Watching[]): Promise<void> {
    await this.#ask((index) => ({
      what: 'open',
      group,
      openings: openings
        .filter((_, at) => at % this.#processes.length === index)
        // One address has too few ports for everybody.
        .map((one) =>
          process.platform === 'linux' ? { ...one, localAddress: `127.0.0.${2 + index}` } : one,
        ),
    }));
  }

  /** Waits until so many messages have come, or no more come. */
  async settled(group: string, messages: number): Promise<void> {
    let before = -1;
    for (;;) {
      const told = await this.#ask(() => ({ what: 'count', group }));
      const arrived = told.reduce((sum, one) => sum + one.arrived!, 0);
      if (arrived >= messages || arrived === before) return;
      before = arrived;
      await pause(500);
    }
  }

  /** What they have been shown since the last time. */
  async collect(group: string): Promise<Collected> {
    const told = await this.#ask(() => ({ what: 'collect', group }));
    const seen = told.flatMap(({ arrivals = new Float64Array() }) => {
      const all: Seen[] = [];
      for (let i = 0; i < arrivals.length; i += 3)
        all.push({ subject: arrivals[i]!, offset: arrivals[i + 1]!, at: arrivals[i + 2]! });
      return all;
    });
    return {
      seen,
      gaps: told.reduce((sum, one) => sum + one.gaps!, 0),
      sample: told.find(({ sample }) => sample)?.sample ?? '',
    };
  }

  async close(group: string): Promise<void> {
    await this.#ask(() => ({ what: 'close', group }));
  }

  end(): void {
    for (const one of this.#processes) one.disconnect();
  }

  #ask(question: (index: number) => Asked): Promise<Told[]> {
    return Promise.all(
      this.#processes.map(async (one, index) => {
        const asked = question(index);
        one.send(asked);
        const [told] = (await once(one, 'message')) as [Told];
        if (told.error !== undefined) throw new Error(`${asked.group}, ${asked.what}: ${told.error}`);
        return told;
      }),
    );
  }
}
