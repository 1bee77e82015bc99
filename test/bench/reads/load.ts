import { connect } from 'node:net';

/** One system as the load reaches it. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, by turns. */
  readonly bodies: readonly string[];
}

export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Of all answers, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Asks over some connections at once, each waiting for its answer before it asks again. Written on bare
 * sockets, so that asking takes little of the processors that the asked ones need too.
 */
export async function ask(target: Target, connections: number, milliseconds: number): Promise<Load> {
  const requests = target.bodies.map((body) => request(target, body));
  const latencies: number[] = [];
  const startedAt = performance.now();
  const end = startedAt + milliseconds;
  await Promise.all(
    Array.from({ length: connections }, (_, number) =>
      askOver(new URL(target.url), requests, number, end, latencies),
    ),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN;
  return { requests: latencies.length, seconds, p50: at(0.5), p99: at(0.99) };
}

/** The answer to the first of the bodies, as text. */
export async function askOnce({ url, headers, bodies }: Target, index = 0): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers, body: bodies[index]! });
  const text = await answer.text();
  if (!answer.ok || text.includes('"errors"')) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text;
}

function request({ url, headers }: Target, body: string): Buffer {
  const { host, pathname } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}content-length: ${length}\r\n\r\n${body}`,
  );
}

function askOver(
  { hostname, port }: URL,
  requests: readonly Buffer[],
  first: number,
  end: number,
  latencies: number[],
): Promise<void> {
  return new Promise((done, failed) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let turn = first;
    let sentAt = 0;
    /** What of the answer has not come yet; `undefined` before its head is known. */
    let missing: number | undefined;
    let head: Buffer = Buffer.alloc(0);
    const send = () => {
      missing = undefined;
      head = Buffer.alloc(0);
      sentAt = performance.now();
      socket.write(requests[turn++ % requests.length]!);
    };
    socket.on('connect', send);
    socket.on('error', failed);
    socket.on('close', () => failed(new Error('The connection was closed.')));
    socket.on('data', (chunk: Buffer) => {
      if (missing === undefined) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const at = head.indexOf(END_OF_HEAD);
        if (at < 0) return;
        missing = bodyLength(head.toString('latin1', 0, at)) - (head.length - at - END_OF_HEAD.length);
      } else missing -= chunk.length;
      if (missing > 0) return;
      const now = performance.now();
      latencies.push(now - sentAt);
      if (now < end) return send();
      socket.removeAllListeners('close');
      socket.end();
      done();
    });
  });
}

function bodyLength(head: string): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (!head.startsWith('HTTP/1.1 200') || length === undefined) throw new Error(`Not an answer: ${head}`);
  return Number(length);
}
