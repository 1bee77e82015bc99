import type { Flow, ResultSink, Results } from '@candor/kernel/live';
import type { ExecutionResult } from 'graphql';

type Result = IteratorResult<ExecutionResult, void>;

const DONE: Result = { value: undefined, done: true };

/**
 * A subscription whose results go straight to where they are written, past the library that keeps the protocol.
 * To the library it is a generator without results: it learns when the subscription is over, and says so.
 */
export class Pouring implements Results, ResultSink {
  #end: PromiseWithResolvers<Result> | undefined;
  #isOver = false;

  constructor(
    private readonly flow: Flow,
    /** Writes one result; answers whether another one can be written now. */
    private readonly write: (result: ExecutionResult, flow: Flow) => boolean,
    /** Whether the way is open from the first read on; if not, somebody else resumes the flow. */
    private readonly isOpen = true,
  ) {}

  next(): Promise<Result> {
    if (this.#isOver) return Promise.resolve(DONE);
    this.#end = Promise.withResolvers();
    this.flow.flowTo(this);
    if (this.isOpen) this.flow.resume();
    return this.#end.promise;
  }

  take(result: ExecutionResult): boolean {
    return this.write(result, this.flow);
  }

  done(error?: unknown): void {
    this.#isOver = true;
    if (error === undefined) this.#end?.resolve(DONE);
    else this.#end?.reject(error);
  }

  async return(): Promise<Result> {
    await this.flow.return();
    this.done();
    return DONE;
  }

  throw(error: unknown): Promise<Result> {
    return this.flow.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
