import type { WebSocket } from 'ws';

/** How much one socket may do. */
export const SOCKET_LIMITS = {
  /** Bytes of one message: a document within its limits, with variables. */
  payload: 64 * 1024,
  /** Pieces of one message. Browsers and common clients send one. */
  fragments: 64,
  /** Operations that run at a time on one socket; a screen has a handful. */
  subscriptions: 100,
  /** Messages at once and a second after that: all subscriptions come back together after a break. */
  messages: { burst: 300, perSecond: 50 },
  /** Pings at once and a second after that; clients send one in some seconds. */
  pings: { burst: 20, perSecond: 2 },
  /** Milliseconds that a socket has to take note of being closed. */
  farewell: 5_000,
} as const;

/** Close codes besides those of graphql-transport-ws. 1013 is retried by clients, 1008 is not. */
export const CLOSE = {
  goingAway: 1001,
  policy: 1008,
  tryLater: 1013,
  forbidden: 4403,
  internal: 4500,
} as const;

/** A bucket that fills steadily; `take` says whether there was one more in it. */
export function bucket(
  { burst, perSecond }: { burst: number; perSecond: number },
  now = () => performance.now(),
) {
  let left: number = burst;
  let at = now();
  return function take(): boolean {
    const instant = now();
    left = Math.min(burst, left + ((instant - at) * perSecond) / 1_000);
    at = instant;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/** Closes a socket that sends more messages or pings than a client has reason to. The returned guard is asked for each message. */
export function limited(socket: WebSocket): () => boolean {
  const message = bucket(SOCKET_LIMITS.messages);
  const ping = bucket(SOCKET_LIMITS.pings);
  const refuse = (what: string): false => {
    closeFor(socket, CLOSE.policy, `Too many ${what}`);
    return false;
  };
  socket.on('ping', () => ping() || refuse('pings'));
  return () => socket.readyState === socket.OPEN && (message() || refuse('messages'));
}

/** Closes a socket, and cuts it off if it does not answer. */
export function closeFor(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), SOCKET_LIMITS.farewell);
  socket.once('close', () => clearTimeout(timer));
}
