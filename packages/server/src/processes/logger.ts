import pino, { type Logger } from 'pino';

/** One JSON line an event, on standard error, naming the process it comes from. */
export function createLogger(level: string, name: string): Logger {
  // Written at once: the last words before a crash are the ones that matter.
  return pino(
    { level, name, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}
