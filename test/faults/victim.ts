import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from '@candor/server/processes';

/** A process that is going to be killed, and everything it said until then. */
export class Victim {
  readonly process: ChildProcess;
  #said = '';

  /** Starts a program of this folder. It inherits how this one was started, so it may be TypeScript. */
  constructor(program: string, args: readonly string[], environment: Record<string, string> = {}) {
    const file = fileURLToPath(new URL(program, import.meta.url));
    this.process = spawn(process.execPath, [...process.execArgv, file, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout!, this.process.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        this.#said += chunk;
      });
    }
  }

  get said(): string {
    return this.#said;
  }

  /** The whole lines so far that begin with this word, without it. */
  lines(word: string): string[] {
    const whole = this.#said.slice(0, this.#said.lastIndexOf('\n') + 1).split('\n');
    return whole.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  }

  /** Waits until it said so; the error tells what it said instead. */
  async says(word: string, patience = 30_000, times = 1): Promise<string> {
    const isSaid = await until(
      () => this.lines(word).length >= times || this.process.exitCode !== null,
      patience,
    );
    const line = this.lines(word)[times - 1];
    if (!isSaid || line === undefined) throw new Error(`it never said "${word}":\n${this.#said}`);
    return line;
  }

  /** Waits until it has done its work and ended well. */
  async finishes(patience = 30_000): Promise<void> {
    await until(() => this.process.exitCode !== null, patience);
    if (this.process.exitCode !== 0) throw new Error(`it did not end well:\n${this.#said}`);
  }

  /** Signals it, and waits until it is gone. Answers the exit code, or the name of the signal. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    const { exitCode, signalCode } = this.process;
    if (exitCode !== null || signalCode !== null) return exitCode ?? String(signalCode);
    const gone = once(this.process, 'exit');
    this.process.kill(signal);
    const [code, by] = await gone;
    return code ?? by;
  }
}

/** Live processes whose command line holds the text: the checker's own look at the machine. */
export function processesWith(text: string): { pid: number; commandLine: string }[] {
  return processes().filter(({ pid, commandLine }) => pid !== process.pid && commandLine.includes(text));
}

function processes(): { pid: number; commandLine: string }[] {
  // Bare Linux containers have no `ps`, other systems no `/proc`.
  const lines =
    process.platform === 'linux'
      ? readdirSync('/proc').map((pid) => `${pid} ${commandLineOf(pid)}`)
      : execFileSync('ps', ['-ww', '-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => /^\s*(\d+) (.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, commandLine = '']) => ({ pid: Number(pid), commandLine }));
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trimEnd();
  } catch {
    // It ended a moment ago, or is no process.
    return '';
  }
}
