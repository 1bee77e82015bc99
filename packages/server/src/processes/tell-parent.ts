/** What a child tells its parent. */
export type ChildMessage =
  | { readonly type: 'prepared' | 'working' }
  | { readonly type: 'listening'; readonly url: string; readonly announcement: readonly string[] };

/** Says it to the process above, if there is one that listens. */
export function tellParent(message: ChildMessage): void {
  // That it was killed a moment ago is heard elsewhere.
  if (process.connected) process.send?.(message, () => undefined);
}
