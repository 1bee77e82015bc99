import { z } from 'zod';
import type { Job, JobOptions, JobRun, PluginApi } from './contract.js';

interface DailyOptions extends Pick<JobOptions<unknown>, 'description' | 'timeout'> {
  /** When, in UTC: `01:30`. */
  readonly at: string;
}

/**
 * A job without input that is done every day, and besides whenever somebody asks for it. What was missed while nobody
 * worked is done once.
 */
export function dailyJob(
  api: PluginApi,
  name: string,
  { at, ...options }: DailyOptions,
  run: JobRun<Record<string, never>>,
): Job<Record<string, never>> {
  const [hour, minute] = at.split(':').map(Number);
  const job = api.job(name, { ...options, input: z.object({}) }, run);
  api.schedule(`${name}.daily`, { cron: `${minute} ${hour} * * *`, timeZone: 'UTC', missed: 'once' }, job);
  return job;
}
