import { SingleBar } from 'cli-progress';
import type { ImportProgress } from '../import/index.js';
import { Notice } from '../notice.js';
import type { Platform } from './context.js';

/** As a shell says of a command that Ctrl-C has ended. */
export const INTERRUPTED = 130;

/** An empty database is set up; one of another release is left to whoever runs it. */
export async function prepare(platform: Platform): Promise<void> {
  const steps = await platform.migrationStatus();
  if (steps.every(({ applied }) => applied)) return;
  if (steps.some(({ applied }) => applied))
    throw new Notice('The database is of an older release; run "npm run candor -- migrate" first.');
  await platform.migrate();
}

/** On a terminal only, and on standard error: standard output holds the report and nothing else. */
export function progressBar(): { update(progress: ImportProgress): void; stop(): void } {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {rows} rows | {eta_formatted} to go',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  return {
    update: ({ bytes, bytesRead, rows }) => {
      if (bar.isActive) bar.update(bytesRead, { rows });
      else bar.start(bytes, bytesRead, { rows });
    },
    stop: () => bar.stop(),
  };
}
