import { connect, type Socket } from 'node:net';

/** What a screen says to begin: nothing to a server that only sends, or who it is and what it watches. */
export interface Opening {
  readonly url: string;
  readonly localAddress?: string;
  readonly token?: string;
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const OFFSET = Buffer.from('"offset":');
const [TEXT, CLOSE, PING, PONG] = [0x1, 0x8, 0x9, 0xa];
const FINAL = 0x80;
const MASKED = 0x80;

/**
 * One watcher on a bare socket. It looks for the number of each message and for nothing else, so that thousands of
 * them leave the processor to the server that is measured.
 */
export class Screen {
  readonly #socket: Socket;
  #rest: Buffer | undefined;
  #isUpgraded = false;
  readonly #begun = Promise.withResolvers<void>();

  constructor(
    private readonly opening: Opening,
    /** Called for each message that has a number. */
    private readonly shown: (offset: number, text: Buffer) => void,
  ) {
    const { hostname, port, pathname } = new URL(opening.url);
    const from = opening.localAddress === undefined ? {} : { localAddress: opening.localAddress };
    this.#socket = connect({ host: hostname, port: Number(port), ...from });
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#socket.on('error', (error) => this.#begun.reject(error));
    this.#socket.on('close', () => this.#begun.reject(new Error('closed by the server')));
    this.#socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n' +
        'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
  }

  /** Resolves when it watches: with the first message, where there is one to begin with. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    if (!this.#isUpgraded) {
      const head = bytes.indexOf('\r\n\r\n');
      if (head === -1) {
        this.#rest = bytes;
        return;
      }
      if (!bytes.toString('latin1', 0, 12).endsWith('101')) {
        this.#begun.reject(new Error(bytes.toString('latin1', 0, head)));
        return;
      }
      this.#isUpgraded = true;
      bytes = bytes.subarray(head + 4);
      if (this.opening.query === undefined) this.#begun.resolve();
      else this.#init();
    }
    while (bytes.length >= 2) {
      const short = bytes[1]! & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length < head) break;
      const length =
        short < 126 ? short : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
      if (bytes.length < head + length) break;
      this.#frame(bytes[0]! & 0xf, bytes.subarray(head, head + length));
      bytes = bytes.subarray(head + length);
    }
    if (bytes.length > 0) this.#rest = bytes;
  }

  #frame(kind: number, payload: Buffer): void {
    if (kind === PING) {
      this.#send(PONG, payload);
      return;
    }
    if (kind === CLOSE) {
      const reason = payload.length >= 2 ? `${payload.readUInt16BE(0)} ${payload.toString('utf8', 2)}` : '';
      this.#begun.reject(new Error(`closed: ${reason}`));
      return;
    }
    const at = payload.indexOf(OFFSET);
    if (at !== -1) {
      this.shown(
        Number.parseInt(payload.toString('latin1', at + OFFSET.length, at + OFFSET.length + 12), 10),
        payload,
      );
      this.#begun.resolve();
    } else if (payload.includes('connection_ack')) this.#subscribe();
    else this.#begun.reject(new Error(payload.toString()));
  }

  #init(): void {
    const payload = this.opening.token === undefined ? {} : { authorization: `Bearer ${this.opening.token}` };
    this.#send(TEXT, Buffer.from(JSON.stringify({ type: 'connection_init', payload })));
  }

  #subscribe(): void {
    const { query, variables } = this.opening;
    const message = { id: crypto.randomUUID(), type: 'subscribe', payload: { query, variables } };
    this.#send(TEXT, Buffer.from(JSON.stringify(message)));
    // A server without a snapshot says nothing until something happens.
    if (this.opening.token === undefined) this.#begun.resolve();
  }

  /** With a mask of zeros, which leaves the payload as it is. */
  #send(kind: number, payload: Buffer): void {
    const head = payload.length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
    head[0] = FINAL | kind;
    if (payload.length < 126) head[1] = MASKED | payload.length;
    else {
      head[1] = MASKED | 126;
      head.writeUInt16BE(payload.length, 2);
    }
    this.#socket.write(Buffer.concat([head, payload]));
  }
}
