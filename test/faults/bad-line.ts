import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `hole`: nothing gets through any more, and neither side is told. `reset`: both are cut off at once. */
export type Cut = 'hole' | 'reset';

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  /** When it fell into a hole, by `performance.now`. */
  holeSince?: number;
}

/** A network that loses connections, between clients and one address. */
export class BadLine {
  readonly #server = createServer((client) => this.#connect(client));
  readonly #lines = new Set<Line>();
  /** For each line in a hole that the server has freed: after how many milliseconds. */
  readonly freed: number[] = [];
  /** Nothing gets through at all: what there is was cut, and what is new is cut at once. */
  isDown = false;

  private constructor(private readonly target: URL) {}

  static async to(url: string): Promise<BadLine> {
    const line = new BadLine(new URL(url));
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lines in a hole that the server still holds. */
  get held(): number {
    return [...this.#lines].filter(({ holeSince }) => holeSince !== undefined).length;
  }

  /** Cuts one line that is well, the one that `choose` names; false where there is none. */
  cut(how: Cut, choose: (count: number) => number): boolean {
    const well = [...this.#lines].filter(({ holeSince }) => holeSince === undefined);
    const line = well[choose(well.length)];
    if (!line) return false;
    if (how === 'reset') {
      line.client.resetAndDestroy();
      line.server.resetAndDestroy();
    } else {
      line.holeSince = performance.now();
    }
    return true;
  }

  /** Takes the whole network away, until `isDown` is false again. */
  goDown(): void {
    this.isDown = true;
    for (const { client, server } of this.#lines) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  close(): void {
    this.#server.close();
    for (const { client, server } of this.#lines) {
      client.destroy();
      server.destroy();
    }
  }

  #connect(client: Socket): void {
    if (this.isDown) {
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const server = connect({ host: this.target.hostname, port: Number(this.target.port) });
    const line: Line = { client, server };
    this.#lines.add(line);
    const pass = (from: Socket, to: Socket) => {
      // What falls into a hole is read and dropped, so that the end behind it is heard.
      from.on('data', (chunk) => line.holeSince === undefined && to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => {
        if (line.holeSince === undefined) to.destroy();
      });
    };
    pass(client, server);
    pass(server, client);
    server.on('close', () => {
      this.#lines.delete(line);
      if (line.holeSince !== undefined) this.freed.push(performance.now() - line.holeSince);
    });
  }
}
