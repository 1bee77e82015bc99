import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { WebSocket } from 'ws';
import { Pulses } from './pulse.js';

const SOCKETS = 3_000;
const INTERVAL = 12_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('asks thousands of peers that came at once one after the other, each within the interval that is theirs', () => {
  const pulses = new Pulses(INTERVAL);
  const asked = new Map<number, number>();
  let pings = 0;
  for (let n = 0; n < SOCKETS; n++) {
    const socket = Object.assign(new EventEmitter(), { readyState: 1, OPEN: 1, terminate: jest.fn() });
    const stream = new PassThrough();
    stream.write = () => {
      pings++;
      asked.set(n, (asked.get(n) ?? 0) + 1);
      socket.emit('pong');
      return true;
    };
    pulses.of(socket as unknown as WebSocket, stream);
  }
  const together: number[] = [];
  for (let at = 0; at < 5 * INTERVAL; at += 100) {
    pings = 0;
    jest.advanceTimersByTime(100);
    together.push(pings);
  }
  pulses.stop();
  expect(asked.size).toBe(SOCKETS);
  expect(Math.min(...asked.values())).toBeGreaterThanOrEqual(3);
  // About 20 in each tenth of a second, if all were asked every fifteen seconds; 300 where they came at once.
  expect(Math.max(...together)).toBeLessThan(60);
});
