import pino, { type DestinationStream } from 'pino';

/** pino's level `warn`. */
const URGENT = 40;
/** Milliseconds that a line waits for others at most. */
const WAITS = 20;
const LONGEST = 65_536;

/**
 * Lines of the log on their way out. A busy server writes what comes within some milliseconds in one go: a line a
 * request is a call of the system each, which wakes whoever reads the log. From `warn` on a line is written at once,
 * with all before it: the last words before a crash are the ones that matter.
 */
export class LogLines {
  readonly [pino.symbols.needsMetadataGsym] = true;
  /** The level of the line that is written, as pino tells it. */
  lastLevel = 0;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly out: DestinationStream) {}

  write(line: string): void {
    this.#waiting += line;
    if (this.lastLevel >= URGENT || this.#waiting.length > LONGEST) this.flushSync();
    else this.#timer ??= setTimeout(() => this.flushSync(), WAITS).unref();
  }

  flushSync(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = '';
    if (waiting !== '') this.out.write(waiting);
  }
}

let standardError: LogLines | undefined;

/** The one of this process; what waits is written when it exits. */
export function standardErrorLines(): LogLines {
  if (!standardError) {
    const lines = new LogLines(pino.destination({ fd: 2, sync: true }));
    process.once('exit', () => lines.flushSync());
    standardError = lines;
  }
  return standardError;
}
