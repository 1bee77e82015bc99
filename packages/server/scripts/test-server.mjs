import './source-hooks.mjs';

/** One database server for a whole run of jest; its files make databases of their own on it. */
export default async function start() {
  if (process.env.DATABASE_URL) return;
  const { SHARED_SERVER, TestServer } = await import('../../kernel/src/database/test-server.ts');
  const server = await TestServer.startOwn();
  process.env[SHARED_SERVER] = JSON.stringify(server.connection);
  globalThis.candorTestServer = server;
}
