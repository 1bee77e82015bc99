import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type pg from 'pg';

/** The way to a database, which can be lost: `dead` as when its machine is off, `silent` as when nobody says so. */
export class LosableDatabase {
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#connect(client));
  #isLost = false;

  private constructor(private readonly target: pg.ClientConfig) {}

  static async before(target: pg.ClientConfig): Promise<LosableDatabase> {
    const way = new LosableDatabase(target);
    way.#server.listen(0, '127.0.0.1');
    await once(way.#server, 'listening');
    return way;
  }

  /** How a pool reaches the database by this way. */
  get connection(): pg.ClientConfig {
    const { port } = this.#server.address() as AddressInfo;
    const { connectionString } = this.target;
    if (connectionString === undefined) return { ...this.target, host: '127.0.0.1', port };
    const url = new URL(connectionString);
    url.host = `127.0.0.1:${port}`;
    return { connectionString: url.href };
  }

  lose(how: 'dead' | 'silent'): void {
    this.#isLost = true;
    if (how === 'silent') return;
    this.close();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #connect(client: Socket): void {
    const server = connect(this.#place);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (chunk) => this.#isLost || to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => this.#isLost || to.destroy());
    }
  }

  get #place(): { path: string } | { host: string; port: number } {
    const { connectionString, host = 'localhost', port = 5432 } = this.target;
    if (connectionString !== undefined) {
      const url = new URL(connectionString);
      return { host: url.hostname, port: Number(url.port || 5432) };
    }
    return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  }
}
