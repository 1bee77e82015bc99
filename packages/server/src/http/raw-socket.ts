import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Shown } from './fixture.js';

/** A message of graphql-transport-ws, as far as tests look at it. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { data?: Record<string, unknown>; errors?: Shown[] } | Shown[];
}

/** A client that does what it is told, right or wrong. */
export class RawSocket {
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #messages: Message[] = [];
  #wake: () => void = () => {};

  constructor(readonly ws: WebSocket) {
    ws.on('error', () => {});
    ws.on('message', (data) => {
      this.#messages.push(JSON.parse(String(data)));
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      ws.on('close', (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#wake();
      });
    });
  }

  static async open(
    url: string,
    headers: Record<string, string> = {},
    protocol = 'graphql-transport-ws',
  ): Promise<RawSocket> {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/graphql`, [protocol], { headers });
    const socket = new RawSocket(ws);
    await once(ws, 'open');
    return socket;
  }

  /** Opens a socket and has it acknowledged. */
  static async ready(url: string, authorization?: string): Promise<RawSocket> {
    const socket = await RawSocket.open(url);
    socket.send({ type: 'connection_init', payload: { authorization } });
    await socket.next('connection_ack');
    return socket;
  }

  /** The status an upgrade is refused with. */
  static async refused(
    url: string,
    headers: Record<string, string>,
    path = '/graphql',
  ): Promise<number | undefined> {
    const ws = new WebSocket(`${url.replace('http', 'ws')}${path}`, ['graphql-transport-ws'], { headers });
    ws.on('error', () => {});
    const [, response] = await once(ws, 'unexpected-response');
    ws.terminate();
    return response.statusCode;
  }

  send(message: object): void {
    this.ws.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The next message, which has to be of that type if one is given; throws if the socket is closed before. */
  async next(type?: string): Promise<Message> {
    while (this.#messages.length === 0) {
      if (this.ws.readyState === WebSocket.CLOSED)
        throw new Error(`closed, while waiting for "${type ?? 'any'}"`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const message = this.#messages.shift()!;
    if (type !== undefined && message.type !== type)
      throw new Error(`"${message.type}" came instead of "${type}": ${JSON.stringify(message)}`);
    return message;
  }

  /** How many messages came and were not taken. */
  get waiting(): number {
    return this.#messages.length;
  }
}
