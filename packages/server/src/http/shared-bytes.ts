import type { ExecutionResult } from 'graphql';

/**
 * Writes a result down once, however many get it: they are all given the same object. `frame` puts around the
 * JSON what the transport wants.
 */
export function sharedBytes(frame: (json: string) => string): (result: ExecutionResult) => Buffer {
  const known = new WeakMap<ExecutionResult, Buffer>();
  return (result) => {
    let bytes = known.get(result);
    if (!bytes) {
      bytes = Buffer.from(frame(JSON.stringify(result)));
      known.set(result, bytes);
    }
    return bytes;
  };
}
