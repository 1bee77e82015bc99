import { type AddressInfo, createServer } from 'node:net';
import { Notice } from '../notice.js';

/**
 * How many connections may wait until they are accepted; the system may allow fewer (`net.core.somaxconn`, on Linux
 * 4,096). With Node's 511, most of thousands that come back in one moment are not heard, as is who comes with a command
 * then: they knock again after a second, and then after three.
 */
export const BACKLOG = 16_384;

/** Refuses early, before anything slow starts, when the address cannot be listened on. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  const code = await tryToListen(host, port);
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    throw new Notice(
      `Port ${port} is taken by another program. Choose another one: PORT=${await nextFreePort(host, port)} npm start`,
    );
  }
  if (code === 'EACCES')
    throw new Notice(`Port ${port} needs special rights. Choose a higher one: PORT=4000 npm start`);
  throw new Notice(
    `Candor cannot listen on ${host}:${port} (${code}). HOST has to be an address of this machine.`,
  );
}

/** A port of this machine that nobody listens on at the moment. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ host, port: 0, exclusive: true }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

async function nextFreePort(host: string, taken: number): Promise<number> {
  for (let port = taken + 1; port < taken + 20 && port < 65_536; port++) {
    if ((await tryToListen(host, port)) === undefined) return port;
  }
  return 0;
}

/** Answers what stands in the way. */
function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)));
  });
}
