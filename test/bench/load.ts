import { connect, type Socket } from 'node:net';

/** A request that is sent over and over by a number of connections, each as soon as its last one is answered. */
export interface Load {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
  /** What the `n`th request sends, counted over all connections: a body, and headers of its own. */
  readonly request: (n: number) => {
    readonly body: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Whether an answer is as it has to be. */
  readonly isGood: (body: string) => boolean;
}

export interface Answered {
  readonly count: number;
  readonly seconds: number;
  /** Milliseconds of each request, in ascending order. */
  readonly latencies: Float64Array;
}

/** Puts a server under load. Written on bare sockets, so that the client takes little of what it measures. */
export async function load(options: Load): Promise<Answered> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const end = startedAt + options.seconds * 1_000;
  let next = 0;
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      const connection = new Connection(options.url);
      do {
        const { body, headers } = options.request(next++);
        const askedAt = performance.now();
        const answer = await connection.ask(body, { ...options.headers, ...headers });
        latencies.push(performance.now() - askedAt);
        if (!answer.startsWith('HTTP/1.1 200') || !options.isGood(answer))
          throw new Error(`a request failed: ${answer}`);
      } while (performance.now() < end);
      connection.close();
    }),
  );
  return {
    count: latencies.length,
    seconds: (performance.now() - startedAt) / 1_000,
    latencies: Float64Array.from(latencies).sort(),
  };
}

/** One kept-alive connection with at most one request under way. */
class Connection {
  readonly #socket: Socket;
  readonly #head: string;
  #received = '';
  #answer: PromiseWithResolvers<string> | undefined;

  constructor(url: URL) {
    this.#head = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n`;
    this.#socket = connect(Number(url.port), url.hostname);
    this.#socket.setNoDelay(true).setEncoding('latin1');
    this.#socket.on('data', (chunk: string) => this.#read(chunk));
    this.#socket.on('error', (error) => this.#answer?.reject(error));
    this.#socket.on('close', () => this.#answer?.reject(new Error('the server closed the connection')));
  }

  ask(body: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#answer = Promise.withResolvers();
    this.#socket.write(
      `${this.#head}${own.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return this.#answer.promise;
  }

  close(): void {
    this.#answer = undefined;
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#received += chunk;
    const head = this.#received.indexOf('\r\n\r\n');
    if (head === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received.slice(0, head))?.[1];
    if (length === undefined) {
      this.#answer?.reject(new Error(`no length: ${this.#received}`));
      return;
    }
    if (this.#received.length < head + 4 + Number(length)) return;
    const answer = this.#received;
    this.#received = '';
    this.#answer?.resolve(answer);
  }
}
