import { SingleBar } from 'cli-progress';

/** A bar on standard error, where somebody looks at it; it shows how much of how much is done. */
export interface Bar {
  readonly update: (done: number, all: number) => void;
  stop(): void;
}

export function barOf(what: string): Bar {
  const bar = new SingleBar({
    format: `${what} [{bar}] {value}/{total}`,
    stream: process.stderr,
    // Where nobody looks there is nothing to draw.
    noTTYOutput: false,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
  });
  let isShown = false;
  return {
    update: (done, all) => {
      if (!process.stderr.isTTY) return;
      if (!isShown) bar.start(all, done);
      isShown = true;
      bar.update(done);
    },
    stop: () => {
      if (isShown) bar.stop();
    },
  };
}
