import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { main } from './main.js';

/** The process may linger on connections that something forgot to close; for this long, in milliseconds. */
const LINGER = 1_000;

// The platform is most of what is loaded, and only later; compiled code from the last start saves a sixth of the
// time of this one. Where it cannot be kept, nothing is lost.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));

// Whoever reads us may stop reading, as `head` does; then there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await main(process.argv.slice(2), {
  environment: process.env,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  openPlatform: async (configuration, services) =>
    (await import('../platform.js')).openPlatform(configuration, services),
});
setTimeout(() => process.exit(), LINGER).unref();
