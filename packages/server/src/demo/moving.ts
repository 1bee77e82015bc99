import { findDemo } from '@candor/core/boards';
import type { Platform } from '@candor/kernel/platform';
import type { Configuration } from '../configuration.js';
import { startMover } from './mover.js';

const TOKEN_SECONDS = 3_600;

/** Keeps the demo's board moving while this process works, in development and only where the demo is. */
export async function moveDemo(
  platform: Platform,
  { environment, host, port, publicUrl }: Configuration,
): Promise<{ stop(): Promise<void> } | null> {
  const demo = environment === 'development' ? await findDemo(platform.services) : null;
  if (!demo) return null;
  const over = new AbortController();
  const moving = startMover({
    url: `${publicUrl ?? `http://${host}:${port}`}/graphql`,
    token: () => platform.tokens.mint({ kind: 'staff', id: demo.agent, expiresIn: TOKEN_SECONDS }),
    signal: over.signal,
    report: (error) => platform.logger.debug({ err: error }, 'the demo could not be moved'),
  });
  return {
    stop: async () => {
      over.abort();
      await moving;
    },
  };
}
