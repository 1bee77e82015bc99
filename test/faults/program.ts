import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

const OPTIONS = { full: { type: 'boolean' }, seed: { type: 'string' }, only: { type: 'string' } } as const;

/**
 * A fault program: run outside jest because it kills processes. It prints its seed, one line `ok NAME` or
 * `FAILED NAME` a check, and at the end how many passed and failed. `--only TEXT` leaves out the cases whose
 * name does not have it.
 */
export class FaultProgram {
  /** The full tier takes its time; the short one belongs to `npm test`. */
  readonly isFull: boolean;
  #state: number;
  readonly #only: string;
  #passed = 0;
  #failed = 0;

  constructor(args: string[] = process.argv.slice(2)) {
    const { values } = parseArgs({ args, options: OPTIONS });
    this.isFull = values.full ?? false;
    this.#only = values.only ?? '';
    const seed = Number(values.seed ?? randomInt(2 ** 31));
    this.#state = seed;
    this.say(`seed ${seed}${this.isFull ? ', full tier' : ''}`);
  }

  /** A whole number from 0 to below `end`, the same for the same seed (mulberry32). */
  random(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((((mixed ^ (mixed >>> 14)) >>> 0) * end) / 2 ** 32) | 0;
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  /** `name` begins with the row it proves. The detail is what was measured. */
  check(name: string, isGood: boolean, detail = ''): void {
    if (isGood) this.#passed++;
    else this.#failed++;
    this.say(`${isGood ? 'ok' : 'FAILED'} ${name}${detail && ` (${detail})`}`);
  }

  /** How a check names a row that takes the full tier to prove: a step towards it stands in parentheses. */
  row(id: string): string {
    return this.isFull ? id : `(${id})`;
  }

  /** Runs one case; an error is a failed check of its name. */
  async run(name: string, work: () => Promise<void>): Promise<void> {
    if (!name.includes(this.#only)) return;
    try {
      await work();
    } catch (error) {
      this.check(name, false, (error as Error).stack ?? String(error));
    }
  }

  /** Ends the process with the count. */
  finish(): never {
    this.say(`${this.#passed} passed, ${this.#failed} failed`);
    process.exit(this.#failed === 0 && this.#passed > 0 ? 0 : 1);
  }
}
