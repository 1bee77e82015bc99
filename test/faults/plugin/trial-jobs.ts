import { setTimeout as pause } from 'node:timers/promises';
import type { Job, JobRun, PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { z } from 'zod';

const Input = z.object({ kind: z.string(), key: z.string() });
export type TrialInput = z.infer<typeof Input>;

interface Notes {
  begun(kind: string, key: string): Promise<number>;
  effect(tx: Tx, kind: string, key: string): Promise<void>;
}

/** Milliseconds of waiting in a good job, as for somebody else's answer. */
const WORK = 20;

/** Jobs that do what they should, and jobs that do the worst. */
export function declareJobs(api: PluginApi, { begun, effect }: Notes): Record<string, Job<TrialInput>> {
  const job = (name: string, run: JobRun<TrialInput>, options: { once?: boolean } = {}) =>
    api.job(
      `trial.${name}`,
      { description: `Does as it is called: ${name}.`, input: Input, ...options },
      run,
    );
  return {
    good: job(
      'good',
      async ({ kind, key }, services) => {
        await pause(WORK);
        await services.command((tx) => effect(tx, kind, key));
      },
      { once: true },
    ),
    slow: job(
      'slow',
      async ({ kind, key }, services) => {
        await begun(kind, key);
        await pause(5 * WORK);
        await services.command((tx) => effect(tx, kind, key));
        await pause(WORK);
      },
      { once: true },
    ),
    long: job('long', async ({ kind, key }, services) => {
      await begun(kind, key);
      await pause(100 * WORK);
      await services.command((tx) => effect(tx, kind, key));
    }),
    throws: job('throws', async ({ kind, key }) => {
      await begun(kind, key);
      throw new Error('it always throws');
    }),
    exits: job('exits', async ({ kind, key }) => {
      await begun(kind, key);
      await pause(10 * WORK);
      process.exit(7);
    }),
    eats: job('eats', async ({ kind, key }) => {
      await begun(kind, key);
      await pause(10 * WORK);
      const eaten: unknown[] = [];
      for (;;) eaten.push(Array.from({ length: 100_000 }, () => ({ eaten })));
    }),
    loops: job('loops', async ({ kind, key }) => {
      await begun(kind, key);
      for (;;);
    }),
  };
}
