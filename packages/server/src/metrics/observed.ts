/** One operation that was asked for, however it came. */
export interface ObservedOperation {
  /** The text of its document; undefined where none could be made out. */
  readonly source: string | undefined;
  readonly kind: 'query' | 'mutation' | 'subscription' | 'unknown';
  /** The code of its first error, of the closed list; null where there was none. */
  readonly code: string | null;
  /** How long it took, in milliseconds; of a subscription, until it had begun. */
  readonly took: number;
}

/** Told of each operation once it is answered. */
export type Observer = (operation: ObservedOperation) => void;
