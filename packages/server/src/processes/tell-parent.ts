import { url as debuggedAt } from 'node:inspector';

/** What a child tells its parent; `alive` again and again, from the time at which it works. */
export type ChildMessage =
  | { readonly type: 'prepared' | 'working' | 'alive' }
  | { readonly type: 'listening'; readonly url: string; readonly announcement: readonly string[] };

/** Says it to the process above, if there is one that listens. */
export function tellParent(message: ChildMessage): void {
  // That it was killed a moment ago is heard elsewhere.
  if (process.connected) process.send?.(message, () => undefined);
}

/** How often a child shows that its event loop turns, in milliseconds. */
export const SIGN_EVERY = 1_000;

/**
 * Shows the process above from now on that this one is not stuck, in a loop of a plugin, say: it is killed and
 * started again when it falls silent. One that is debugged may stand still for as long as it takes.
 */
export function showLife(): void {
  if (debuggedAt() !== undefined) return;
  tellParent({ type: 'alive' });
  setInterval(() => tellParent({ type: 'alive' }), SIGN_EVERY).unref();
}
