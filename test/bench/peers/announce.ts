import type { AddressInfo, Server } from 'node:net';

/** Says where a peer is to be reached, as the bench reads it. */
export function announce(server: Server, path: string): void {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}${path}` })}\n`);
}
