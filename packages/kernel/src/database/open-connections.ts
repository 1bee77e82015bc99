import type pg from 'pg';

/** The connections of some pools, so that they can be cut once nobody answers on them any more. */
export class OpenConnections {
  readonly #open = new Set<pg.PoolClient>();

  watch(pool: pg.Pool): void {
    pool.on('connect', (client) => void this.#open.add(client));
    pool.on('remove', (client) => void this.#open.delete(client));
  }

  /** What waits for an answer fails now. A polite goodbye would wait for a server that may be gone. */
  cut(): void {
    for (const client of this.#open) client.connection.stream.destroy();
  }
}
