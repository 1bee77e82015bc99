import type { Logger } from 'pino';

/**
 * A promise that somebody left behind and that fails is told, and no reason to end: a plugin that forgets one
 * `await` would take the API along with it. What is thrown elsewhere still ends the process, which is started again.
 */
export function stayUp(logger: Logger): void {
  process.on('unhandledRejection', (reason) =>
    logger.error({ err: reason }, 'something failed that nobody waited for'),
  );
}
