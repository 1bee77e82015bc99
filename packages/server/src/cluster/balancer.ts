import { connect, createServer, type Socket } from 'node:net';
import { BACKLOG } from '../processes/port.js';

/** Where a server listens. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/**
 * Hands each new connection to the next server in turn, or to the one after it where that one does not answer.
 * It passes bytes and knows nothing of what is said, as the plainest balancer in front of Candor may.
 */
export class Balancer {
  readonly #server = createServer((client) => this.#admit(client));
  readonly #open = new Set<Socket>();
  #turn = 0;

  constructor(private readonly targets: readonly Target[]) {}

  listen({ host, port }: Target): Promise<void> {
    return new Promise((done, failed) => {
      this.#server.once('error', failed);
      this.#server.listen({ host, port, backlog: BACKLOG }, done);
    });
  }

  /** Takes no more connections; those that are open go on. */
  drain(): void {
    this.#server.close();
  }

  /** Cuts whatever is open. */
  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #admit(client: Socket): void {
    this.#keep(client);
    this.#pass(client, this.#turn++, this.targets.length);
  }

  #pass(client: Socket, turn: number, tries: number): void {
    const target = this.targets[turn % this.targets.length];
    if (!target || tries === 0 || client.destroyed) return void client.destroy();
    const server = connect({ ...target, noDelay: true });
    const refused = () => this.#pass(client, turn + 1, tries - 1);
    server.once('error', refused);
    server.once('connect', () => {
      server.off('error', refused);
      this.#keep(server);
      server.once('close', () => client.destroy());
      client.once('close', () => server.destroy());
      if (client.destroyed) return void server.destroy();
      client.pipe(server);
      server.pipe(client);
    });
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.setNoDelay(true);
    // That a line breaks is told by its end.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#open.delete(socket));
  }
}
