import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { corePlugins } from '@candor/core';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { type EmbeddedServer, removeHome, startEmbedded } from '@candor/server/embedded';
import { createLogger, until } from '@candor/server/processes';

/** A process of the installation, and where it can be reached if it serves. */
export interface Started {
  readonly child: ChildProcess;
  readonly url: URL;
  /** Milliseconds from its start until it answered that it is ready. */
  readonly readyAfter: number;
}

/**
 * An installation of its own in production configuration, on a throw-away embedded database that is migrated:
 * its processes are the `candor` command as it is built, with the flags of its launcher, which this process has too.
 */
export class Installation {
  static async make(root: string): Promise<Installation> {
    const home = mkdtempSync(join(tmpdir(), 'candor-bench-'));
    const database = await startEmbedded({
      directory: home,
      logger: createLogger('warn', 'bench'),
      role: 'platform',
    });
    const installation = new Installation(root, home, database);
    await installation.platform.migrate();
    await installation.platform.seed('base');
    await installation.platform.keys.load();
    return installation;
  }

  /** This process's own look at it: to prepare records and to mint tokens. It neither serves nor works. */
  readonly platform: Platform;
  readonly #masterKey = randomBytes(32);
  readonly #children = new Set<ChildProcess>();

  private constructor(
    readonly root: string,
    readonly home: string,
    readonly database: EmbeddedServer,
  ) {
    this.platform = new Platform({
      plugins: corePlugins,
      connection: database.connection,
      poolSize: 4,
      masterKeys: new MasterKeys([{ id: 'main', secret: this.#masterKey }]),
      production: true,
      logger: createLogger('warn', 'bench'),
    });
  }

  /** A file of the installation, such as a plugin; answers its path. */
  write(name: string, text: string): string {
    const file = join(this.home, name);
    writeFileSync(file, text);
    return file;
  }

  /**
   * Starts the API with these plugins, given as files, and waits until it is ready. `flags` are Node's own, such
   * as those of its profiler.
   */
  async serve(plugins: readonly string[] = [], flags: readonly string[] = []): Promise<Started> {
    const startedAt = performance.now();
    const child = this.#start(['serve', '--json'], plugins, flags);
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    await until(() => said.includes('}') || child.exitCode !== null, 30_000, 5);
    if (child.exitCode !== null) throw new Error(`it ended by itself: ${this.#logOf(child)}`);
    const { url } = JSON.parse(said) as { url: string };
    await until(async () => (await fetch(new URL('/readyz', url))).ok, 30_000, 5);
    return { child, url: new URL('/graphql', url), readyAfter: performance.now() - startedAt };
  }

  /** Starts a worker with these plugins. */
  work(plugins: readonly string[] = [], flags: readonly string[] = []): ChildProcess {
    return this.#start(['work'], plugins, flags);
  }

  /** A program of this folder beside the installation's own, on the same database. It says its port when it listens. */
  async beside(program: string, args: readonly string[] = []): Promise<{ child: ChildProcess; url: URL }> {
    const hooks = pathToFileURL(join(this.root, 'packages/server/scripts/source-hooks.mjs')).href;
    const child = this.#spawn(['--import', hooks, join(import.meta.dirname, program), ...args]);
    const [port] = (await once(child.stdout!, 'data')) as [Buffer];
    return { child, url: new URL(`http://127.0.0.1:${Number(port)}/`) };
  }

  async end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null) throw new Error(`it ended by itself: ${this.#logOf(child)}`);
    child.kill('SIGTERM');
    await once(child, 'exit');
    this.#children.delete(child);
  }

  async remove(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await this.platform.stop();
    await this.database.stop();
    removeHome(this.home);
  }

  #logFile({ pid }: ChildProcess): string {
    return join(this.home, `log-${pid}.txt`);
  }

  #logOf(child: ChildProcess): string {
    return readFileSync(this.#logFile(child), 'utf8').slice(-2_000);
  }

  #start(args: readonly string[], plugins: readonly string[], flags: readonly string[]): ChildProcess {
    const bin = join(this.root, 'packages/server/dist/cli/bin.js');
    const launched = [...process.execArgv, '--import', this.#configuration(plugins)];
    return this.#spawn([...launched, ...flags, bin, ...args]);
  }

  /** Stands in for `candor.config.ts`, which belongs to the checkout. */
  #configuration(plugins: readonly string[]): string {
    const config = pathToFileURL(join(this.root, 'candor.config.ts')).href;
    const source = `export default { plugins: ${JSON.stringify(plugins)} };`;
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ load: (url, context, next) => url === ${JSON.stringify(config)}
        ? { format: 'module', source: ${JSON.stringify(source)}, shortCircuit: true } : next(url, context) });`;
    return pathToFileURL(this.write(`configuration-${plugins.length}.mjs`, hook)).href;
  }

  #spawn(args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, args, {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        CANDOR_HOME: this.home,
        CANDOR_MASTER_KEY: this.#masterKey.toString('base64'),
        PORT: '0',
        BENCH_DATABASE: JSON.stringify(this.database.connection),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Kept where a failing run can be looked into; a terminal would be measured with the rest.
    child.stderr!.pipe(createWriteStream(this.#logFile(child)));
    this.#children.add(child);
    return child;
  }
}
