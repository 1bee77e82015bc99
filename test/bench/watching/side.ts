import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from '../cpu.js';
import { type Crowd, now, type Watching } from './crowd.js';

/** A server whose watchers are measured, and how it is told of an update. */
export interface Side {
  readonly name: string;
  readonly pid: number;
  readonly openings: readonly Watching[];
  /** Whether every watcher has to see every message in its order. */
  readonly isOrdered: boolean;
  /** Brings one update about; `n` counts them from 1. Answers since when it is on its way. */
  update(n: number): Promise<number>;
}

/** One round of one side. */
export interface Round {
  /** Microseconds of the server's processor time a delivered message. */
  readonly cpu: number;
  /** Milliseconds from when an update is on its way until it is seen. */
  readonly p50: number;
  readonly p99: number;
  readonly delivered: number;
}

/** Posts updates at a steady pace, and reads off what the server took for them and when they were seen. */
export async function round(
  crowd: Crowd,
  side: Side,
  { updates, every, next }: { updates: number; every: number; next: () => number },
): Promise<Round> {
  await crowd.collect(side.name);
  const cpu = cpuSeconds(side.pid);
  const begun: number[] = [];
  const start = now();
  for (let n = 0; n < updates; n++) {
    const wait = start + n * every - now();
    if (wait >= 1) await pause(wait);
    begun.push(await side.update(next()));
  }
  const expected = updates * side.openings.length;
  await crowd.settled(side.name, expected);
  const seconds = cpuSeconds(side.pid) - cpu;
  const { seen, gaps } = await crowd.collect(side.name);
  if (seen.length !== expected || (side.isOrdered && gaps > 0))
    throw new Error(`${side.name}: ${seen.length} of ${expected} messages came, with ${gaps} gaps`);
  // The lowest number of the round belongs to its first update.
  const lowest = seen.reduce((least, { offset }) => Math.min(least, offset), Number.POSITIVE_INFINITY);
  const latencies = Float64Array.from(seen, ({ offset, at }) => at - begun[offset - lowest]!).sort();
  return {
    cpu: (1e6 * seconds) / seen.length,
    p50: latencies[Math.floor(seen.length * 0.5)]!,
    p99: latencies[Math.floor(seen.length * 0.99)]!,
    delivered: seen.length,
  };
}

/** Resident memory of a process, in kilobytes. */
export function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
