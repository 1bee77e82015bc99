import type { ExecutionResult } from 'graphql';

export type Results = AsyncGenerator<ExecutionResult, void, void>;

/** Where the results of a subscription go as they come. */
export interface ResultSink {
  /**
   * Takes one result; the same object for all to whom it looks the same. Answers whether it could take another
   * one now; if not, it calls `resume` when it can.
   */
  take(result: ExecutionResult): boolean;
  /** Nothing comes any more: it is over, or it broke. */
  done(error?: unknown): void;
}

/** Results that need not be asked for one by one, which for thousands of watchers is most of the work. */
export interface Flow extends Results {
  /** From now on results go to `sink`, once it says by `resume` that it takes them. */
  flowTo(sink: ResultSink): void;
  /** The sink takes results again. */
  resume(): void;
  /** Calls back once, however it ends. */
  whenOver(over: () => void): void;
}
