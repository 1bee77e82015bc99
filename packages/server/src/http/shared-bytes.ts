import type { ExecutionResult } from 'graphql';

/** A result as it is written down. */
export interface Written {
  readonly bytes: Buffer;
  /** Whole frames by the length of the id in them, where the transport writes small ones in one piece. */
  frames: Map<number, Buffer> | undefined;
}

/**
 * Writes a result down once, however many get it: they are all given the same object. `frame` puts around the
 * JSON what the transport wants.
 *
 * What is written is kept on the result. In a WeakMap, which is old, V8 takes all that has been put in since its last
 * collection for alive, and thousands of results that live for milliseconds grow old with it.
 */
export function sharedBytes(frame: (json: string) => string): (result: ExecutionResult) => Written {
  const here = Symbol('written');
  return (result) => {
    const holder = result as { [here]?: Written };
    holder[here] ??= { bytes: Buffer.from(frame(JSON.stringify(result))), frames: undefined };
    return holder[here];
  };
}
