/** One press of Ctrl-C reaches a process more than once: from the terminal, and passed on by the one above it. */
const SAME_PRESS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What asks this process to end: first politely, then by force. Both are heard for as long as it lives. */
export interface StopRequest {
  /** Aborted when somebody asks this process to end, or when the process above it is gone. */
  readonly polite: AbortSignal;
  /** Aborted when it is asked once more. */
  readonly forced: AbortSignal;
  /** The process above died without a word: nobody waits for a long farewell. */
  readonly isOrphan: boolean;
}

/** Listens from now on. A signal no longer ends the process by itself. */
export function listenForStop(): StopRequest {
  const polite = new AbortController();
  const forced = new AbortController();
  let askedAt = 0;
  let isOrphan = false;
  const ask = () => {
    if (!polite.signal.aborted) {
      askedAt = performance.now();
      polite.abort();
    } else if (performance.now() - askedAt > SAME_PRESS) {
      forced.abort();
    }
  };
  for (const signal of SIGNALS) process.on(signal, ask);
  const abandon = () => {
    isOrphan = true;
    ask();
  };
  process.once('disconnect', abandon);
  // It may have died while this process was still loading its modules.
  if (process.connected === false) abandon();
  // Listening for the end of the channel is no reason to stay.
  process.channel?.unref();
  return {
    polite: polite.signal,
    forced: forced.signal,
    get isOrphan() {
      return isOrphan;
    },
  };
}

/** Settles when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
