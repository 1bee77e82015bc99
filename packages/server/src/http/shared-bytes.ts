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
    const known = (result as { readonly [here]?: Written })[here];
    if (known) return known;
    const written: Written = { bytes: Buffer.from(frame(JSON.stringify(result))), frames: undefined };
    // Not enumerable: a copy that says something else, such as one with masked errors, must not bring it along.
    Object.defineProperty(result, here, { value: written });
    return written;
  };
}
