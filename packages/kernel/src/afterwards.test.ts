import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { Afterwards } from './afterwards.js';

describe('work that follows from an answer', () => {
  it('is done by the time it is settled, outside of what asked for it', async () => {
    const afterwards = new Afterwards(() => undefined);
    const request = new AsyncLocalStorage<string>();
    const seen: Array<string | undefined> = [];
    request.run('a request', () => afterwards.add(async () => void seen.push(request.getStore())));
    expect(seen).toEqual([]);
    await afterwards.settled();
    expect(seen).toEqual([undefined]);
  });

  it('is waited for where it asks for more', async () => {
    const afterwards = new Afterwards(() => undefined);
    let done = 0;
    const count = async () => {
      done += 1;
    };
    afterwards.add(async () => afterwards.add(count));
    await afterwards.settled();
    expect(done).toBe(1);
  });

  it('is reported where it fails, and fails nobody', async () => {
    const reported: unknown[] = [];
    const afterwards = new Afterwards((error) => reported.push(error));
    afterwards.add(() => Promise.reject(new Error('no')));
    await afterwards.settled();
    expect(reported).toEqual([new Error('no')]);
  });
});
