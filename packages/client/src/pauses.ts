/** How long to wait before another attempt. */
export interface Pauses {
  /** Milliseconds after the first failure; each further one doubles them. */
  readonly first: number;
  /** The longest pause, in milliseconds. */
  readonly longest: number;
}

/** Half of a pause is chance, so that many who were cut off together do not come back together. */
export function pauseAfter(failures: number, { first, longest }: Pauses): number {
  const pause = Math.min(first * 2 ** (failures - 1), longest);
  return pause / 2 + (Math.random() * pause) / 2;
}

/** Resolves after so many milliseconds, or as soon as the signal is given. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
