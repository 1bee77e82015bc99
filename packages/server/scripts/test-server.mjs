import './source-hooks.mjs';

/**
 * One database server for a whole run of jest, made as the embedded one is; its files make databases of
 * their own on it.
 */
export default async function start() {
  if (process.env.DATABASE_URL) return;
  const { SHARED_SERVER } = await import('../../kernel/src/database/test-server.ts');
  const { startEphemeral } = await import('../src/embedded/index.ts');
  const server = await startEphemeral();
  process.env[SHARED_SERVER] = JSON.stringify(server.connection);
  globalThis.candorTestServer = server;
}
