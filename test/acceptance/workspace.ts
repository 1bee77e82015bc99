import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** What commands read of a checkout. */
const PARTS = [
  'packages',
  'plugins',
  'examples',
  'candor.config.ts',
  'jest.config.mjs',
  'package.json',
  'tsconfig.json',
];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the checkout in which commands may write, with what is installed for the original. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'candor-workspace-'));
  #running: ChildProcess | undefined;

  constructor() {
    for (const part of PARTS)
      cpSync(join(ROOT, part), join(this.root, part), {
        recursive: true,
        verbatimSymlinks: true,
        preserveTimestamps: true,
        filter: (file) => !relative(ROOT, file).split(sep).includes('.cache'),
      });
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'));
  }

  /** Writes a file at a path inside. */
  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Gives a new plugin what another one has installed. */
  installLike(plugin: string, other: string): void {
    const modules = (name: string) => join(this.root, 'plugins', name, 'node_modules');
    cpSync(join(this.root, other, 'node_modules'), modules(plugin), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }

  /** A command of the checkout as `npm run candor` has it, in a process of its own. */
  candor(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.run(['packages/server/scripts/run.mjs', ...args], { CANDOR_ROOT: this.root, ...environment });
  }

  run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    // Its own tests stand on a server of their own, and on no flags of ours.
    const { NODE_OPTIONS, JEST_WORKER_ID, DATABASE_URL, CANDOR_TEST_PLUGINS, ...inherited } = process.env;
    const child = spawn(process.execPath, args, {
      cwd: this.root,
      env: { ...inherited, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running = child;
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    return new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code) => done({ code, stdout, stderr }));
    });
  }

  /** Sends a signal to the command that was started last. */
  signal(signal: NodeJS.Signals): void {
    this.#running?.kill(signal);
  }

  remove(): void {
    this.#running?.kill('SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }
}
