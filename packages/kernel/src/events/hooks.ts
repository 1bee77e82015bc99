import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TaskCancelledError,
  type TimeoutPolicy,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { wasGivenWay } from '../database/again.js';
import type { Transactions } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { type Lent, lend } from '../due/lend.js';
import { reasonOf } from '../due/retry.js';
import { CodedError, UserError, UserErrors } from '../graphql/errors.js';
import type { Commands } from '../index.js';
import type { CommandName, Services } from '../plugin/contract.js';
import type { BeforeDeclaration } from '../plugin/registry.js';
import { type Tracing, UNTRACED } from '../tracing/tracing.js';

export interface HookTimes {
  /** Milliseconds that one hook may take. */
  readonly deadline: number;
  /** Failures in a row after which a hook is not called any more. */
  readonly failures: number;
  /** Milliseconds until it is tried again. */
  readonly halfOpenAfter: number;
}

const TIMES: HookTimes = { deadline: 2_000, failures: 5, halfOpenAfter: 30_000 };

export interface HooksOptions {
  readonly transactions: Transactions;
  /** In the order in which they stand in front of their commands. */
  readonly hooks: readonly BeforeDeclaration[];
  readonly services: Pick<Services, 'settings'>;
  readonly report: (error: unknown) => void;
  readonly times?: HookTimes;
  readonly tracing?: Tracing | undefined;
}

/** A hook that is cut off at present, for staff to see. */
export interface BrokenHook {
  readonly hook: string;
  readonly plugin: string;
  readonly command: string;
  readonly reason: string;
}

/** A hook and whether it is called at present. */
export interface HookCircuit extends BrokenHook {
  readonly circuit: 'CLOSED' | 'OPEN' | 'HALF_OPEN';
}

interface Hook {
  readonly declared: BeforeDeclaration;
  readonly circuit: CircuitBreakerPolicy;
  readonly deadline: TimeoutPolicy;
  reason: string;
}

/** The hooks that plugins put in front of commands, each behind a deadline and a circuit breaker. */
export class Hooks {
  readonly #options: HooksOptions;
  readonly #times: HookTimes;
  readonly #byCommand: ReadonlyMap<string, readonly Hook[]>;

  constructor(options: HooksOptions) {
    this.#options = options;
    this.#times = options.times ?? TIMES;
    const hooks = options.hooks.map((declared) => this.#guarded(declared));
    this.#byCommand = Map.groupBy(hooks, ({ declared }) => declared.command);
  }

  /**
   * The command's input as its hooks leave it. A user error of a hook goes to the caller; any other failure is
   * `PLUGIN_FAILED`, which names the plugin and rolls the command back, unless the hook is declared `goOn`.
   * Imported facts have happened already: nothing stands in front of them.
   */
  async runBefore<Name extends CommandName>(
    command: Name,
    input: Commands[Name],
    tx: Tx,
  ): Promise<Commands[Name]> {
    const hooks = this.#byCommand.get(command) ?? [];
    if (hooks.length === 0 || tx.context.origin === 'import') return input;
    let current = input;
    for (const hook of hooks) current = (await this.#step(hook, current, tx)) ?? current;
    return current;
  }

  /** Hooks that are cut off, or on trial after they were. */
  health(): BrokenHook[] {
    return this.circuits()
      .filter(({ circuit }) => circuit !== 'CLOSED')
      .map(({ circuit, ...broken }) => broken);
  }

  /** All hooks, those of a command in their order, as this process sees them. */
  circuits(): HookCircuit[] {
    return [...this.#byCommand.values()]
      .flat()
      .map(({ declared: { id, plugin, command }, circuit, reason }) => ({
        hook: id,
        plugin,
        command,
        circuit: stateOf(circuit),
        reason: circuit.state === CircuitState.Closed ? '' : reason,
      }));
  }

  #step<Input>(hook: Hook, input: Input, tx: Tx): Promise<Input | undefined> {
    const { tracing = UNTRACED } = this.#options;
    const { id, plugin, command } = hook.declared;
    const attributes = { 'candor.plugin': plugin, 'candor.hook': id };
    return tracing.run({ name: `before ${command}`, attributes }, () => this.#run(hook, input, tx));
  }

  async #run<Input>(hook: Hook, input: Input, tx: Tx): Promise<Input | undefined> {
    const { id, plugin, options } = hook.declared;
    const goesOn = options.whenBroken === 'goOn';
    // It sees what the command has written, but not the records that the command is changing in memory.
    const own = tx.beside();
    const timed = this.#timed(tx);
    await tx.settled();
    const lent = lend(own, timed.begin);
    if (goesOn) await tx.query('savepoint hook');
    try {
      const answer = await hook.circuit.execute(() => this.#call(hook, input, own, lent));
      if (goesOn) await tx.query('release savepoint hook');
      this.#keep(hook, own, lent, tx);
      return answer;
    } catch (error) {
      lent.revoke();
      if (isUserError(error)) throw error;
      // Two commands were in each other's way, whichever of their statements found out.
      if (!goesOn && wasGivenWay(error)) throw error;
      this.#note(hook, error);
      // What the hook still has under way must end before its traces are wiped, or the rest of it would stay.
      if (!goesOn || !(await lent.settled(this.#times.deadline)))
        throw new CodedError('PLUGIN_FAILED', failureOf(plugin), { plugin, hook: id });
      await tx.rollBackTo('hook');
      return undefined;
    } finally {
      timed.end();
    }
  }

  /**
   * A statement that a hook waits for ends with the hook, or the rollback would wait for it too. Most hooks ask
   * nothing of the database; for one that does, this travels ahead of its first statement.
   */
  #timed(tx: Tx): { begin(): void; end(): void } {
    let hasBegun = false;
    // Where it fails, what it was sent with fails as well.
    const set = (to: number | string) =>
      void tx.query(`set local statement_timeout to ${to}`).catch(() => undefined);
    return {
      begin: () => {
        if (!hasBegun) set(this.#times.deadline);
        hasBegun = true;
      },
      end: () => {
        if (hasBegun && !tx.isOver) set('default');
      },
    };
  }

  async #call<Input>(
    { declared, deadline }: Hook,
    input: Input,
    own: Tx,
    lent: Lent,
  ): Promise<Input | undefined> {
    const hook = declared.hook as (
      input: Input,
      tx: Tx,
      services: HooksOptions['services'],
    ) => Promise<Input | undefined>;
    const answer = await deadline.execute(({ signal }) => {
      signal.addEventListener('abort', () => lent.revoke());
      return hook(input, lent.tx, this.#options.services);
    });
    await own.flush();
    // Whatever fails of it is the hook's failure, not the command's.
    await own.settled();
    return answer;
  }

  /**
   * What the hook collected for the end of the transaction happens there, with the command's own. The answer of a
   * command that is committed does not wait for what a plugin left behind that never ends.
   */
  #keep(hook: Hook, own: Tx, lent: Lent, tx: Tx): void {
    const { id, plugin } = hook.declared;
    const report = (error: unknown) =>
      this.#options.report(
        new Error(
          `what the hook "${id}" of the plugin "${plugin}" left for after the commit failed: ${reasonOf(error)}`,
          { cause: error },
        ),
      );
    tx.beforeCommit(() => own.finish());
    tx.afterCommit(async () => {
      lent.revoke();
      const late = sleep(this.#times.deadline, 'late' as const, { ref: false });
      if ((await Promise.race([own.committed(report), late])) === 'late')
        report(new Error(`took longer than ${this.#times.deadline} ms`));
    });
  }

  #note(hook: Hook, error: unknown): void {
    if (error instanceof BrokenCircuitError) return;
    const timedOut = error instanceof TaskCancelledError;
    hook.reason = timedOut ? `took longer than ${this.#times.deadline} ms` : reasonOf(error);
    const { id, plugin } = hook.declared;
    this.#options.report(
      new Error(`the hook "${id}" of the plugin "${plugin}" failed: ${hook.reason}`, { cause: error }),
    );
  }

  #guarded(declared: BeforeDeclaration): Hook {
    const { deadline, failures, halfOpenAfter } = this.#times;
    const circuit = circuitBreaker(
      handleWhen((error) => !isUserError(error) && !wasGivenWay(error)),
      { halfOpenAfter, breaker: new ConsecutiveBreaker(failures) },
    );
    // To abort what has ended well would make an error with a stack, for nobody, at every call.
    const aggressive = { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false };
    return { declared, circuit, deadline: timeout(deadline, aggressive), reason: '' };
  }
}

function stateOf({ state }: CircuitBreakerPolicy): HookCircuit['circuit'] {
  if (state === CircuitState.Closed) return 'CLOSED';
  return state === CircuitState.HalfOpen ? 'HALF_OPEN' : 'OPEN';
}

function failureOf(plugin: string): string {
  return `The plugin "${plugin}" stands in front of this command and failed; nothing was changed.`;
}

function isUserError(error: unknown): boolean {
  return error instanceof UserError || error instanceof UserErrors;
}
