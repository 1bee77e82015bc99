import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { handleProtocols, type Server } from 'graphql-ws';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { FrameWriter } from './frames.js';
import type { Holdings } from './holdings.js';
import type { Operations } from './operations.js';
import { MAXIMUM_BUFFERED, PATHS, type Timeouts } from './options.js';
import { type Pulse, Pulses } from './pulse.js';
import { CLOSE, closeFor, limited, SOCKET_LIMITS } from './socket-limits.js';
import { type Connection, socketProtocol } from './socket-protocol.js';
import { staggered } from './stagger.js';
import { Turnstile } from './turnstile.js';

export interface SocketOptions {
  readonly operations: Operations;
  readonly timeouts: Timeouts;
  readonly holdings: Holdings;
  /** Whether the one who asks for a socket may have one. */
  admits(request: IncomingMessage): boolean;
  requestId(request: IncomingMessage): string;
}

/** Two of these the types of ws do not know yet. */
const SERVER_OPTIONS: ServerOptions & { maxFragments: number; closeTimeout: number } = {
  noServer: true,
  handleProtocols,
  maxPayload: SOCKET_LIMITS.payload,
  maxFragments: SOCKET_LIMITS.fragments,
  perMessageDeflate: false,
  closeTimeout: SOCKET_LIMITS.farewell,
};

/** How many sockets are opened in one turn of the event loop. */
const UPGRADES = 4;

/** All WebSockets of the process. */
export class Sockets {
  readonly #server = new WebSocketServer(SERVER_OPTIONS);
  readonly #protocol: Server<Connection>;
  readonly #pulses: Pulses;
  readonly #upgrades = new Turnstile(UPGRADES);
  #isClosing = false;

  constructor(private readonly options: SocketOptions) {
    this.#protocol = socketProtocol(options.operations, options.holdings, options.timeouts.init);
    this.#pulses = new Pulses(options.timeouts.keepAlive);
  }

  /** How many are open. */
  get size(): number {
    return this.#server.clients.size;
  }

  /** Answers an upgrade: with a socket, or with a refusal. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const [path] = (request.url ?? '').split('?');
    if (path !== PATHS.graphql) refuse(stream, '404 Not Found');
    else if (this.#isClosing) refuse(stream, '503 Service Unavailable');
    else if (!this.options.admits(request)) refuse(stream, '403 Forbidden');
    else {
      const requestId = this.options.requestId(request);
      // The request itself is let go: its headers would be kept for as long as the socket.
      const language = request.headers['accept-language'];
      const address = this.options.operations.addressOf(request);
      // Whoever goes away while waiting is found out when it is its turn.
      stream.on('error', nothing);
      void this.#upgrades.pass(async () => {
        stream.off('error', nothing);
        if (this.#isClosing) return refuse(stream, '503 Service Unavailable');
        this.#server.handleUpgrade(request, stream, head, (socket) =>
          this.#open(socket, stream, { requestId, language, address }),
        );
        await turn();
      });
    }
  }

  /** Closes all, spread over at most `spread` milliseconds, with a code that clients come back from. */
  async close(spread: number): Promise<void> {
    this.#isClosing = true;
    await staggered(this.#server.clients, spread, (socket) =>
      closeFor(socket, CLOSE.goingAway, 'Going away'),
    );
  }

  /** Cuts off whoever is left. */
  terminate(): void {
    this.#pulses.stop();
    for (const socket of this.#server.clients) socket.terminate();
  }

  /** In place of graphql-ws's own adapter for ws, which writes what goes wrong to the console. */
  #open(
    socket: WebSocket,
    stream: Duplex,
    asked: Pick<Connection, 'requestId' | 'language' | 'address'>,
  ): void {
    // Each query waits for the end of its socket.
    socket.setMaxListeners(2 * SOCKET_LIMITS.subscriptions);
    const mayPass = limited(socket);
    const pulse = this.#pulses.of(socket, stream);
    const fail = (error: unknown): void => {
      this.options.operations.masked(error, asked.requestId);
      closeFor(socket, CLOSE.internal, 'Internal server error');
    };
    const closed = this.#protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, pulse, data),
        close: (code = CLOSE.internal, reason = '') => closeFor(socket, code, reason),
        onMessage: (receive) => {
          socket.on('message', (data) => {
            if (mayPass()) receive(String(data)).catch(fail);
          });
        },
      },
      { socket, writer: new FrameWriter(socket, stream, pulse), ...asked, begun: 0 },
    );
    // A frame against the protocol: ws has closed already, with the code that says why.
    socket.on('error', () => {});
    socket.once('close', (code, reason) => {
      closed(code, String(reason)).catch(fail);
    });
  }
}

/**
 * Resolves once the message has left the process: until then its subscription is not read on, so that whoever
 * feeds it sees a watcher that does not keep up. What many subscriptions of one socket leave waiting is bounded here.
 */
function send(socket: WebSocket, pulse: Pulse, data: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(data, () => resolve());
    pulse.wrote(data.length);
    if (socket.bufferedAmount > MAXIMUM_BUFFERED) closeFor(socket, CLOSE.tryLater, 'Too slow');
  });
}

function nothing(): void {}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  // A peer that does not close its side must not keep ours.
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
