import { cuts, outsideTheWindow } from './live-cuts.js';
import { expiry, revocation } from './live-rights.js';
import { openScene } from './live-scene.js';
import { slowConsumer } from './live-slow.js';
import { storm } from './live-storm.js';
import { FaultProgram } from './program.js';

/**
 * Watchers of boards on two servers: lines that are cut, clients that do not read, rights that end, and all of
 * them coming back at once. Runs on `DATABASE_URL` and `REDIS_URL`, or else on a PostgreSQL of its own.
 */
const program = new FaultProgram();
const scene = await openScene(program);
// These wait more than they work, and stay out of each other's way.
await Promise.all([
  program.run('sec-4 a token expires', () => expiry(scene)),
  program.run('fault-9 lines are cut', () => cuts(scene)),
  program.run('sec-5 rights are withdrawn', () => revocation(scene)),
]);
await program.run('fault-9 outside the window', () => outsideTheWindow(scene));
// Only at the full rate is the line of a client that does not read full soon enough to be told from one that does.
if (program.isFull) await program.run('fault-8 a client does not read', () => slowConsumer(scene));
await program.run('fault-10 everybody comes back', () => storm(scene));
await scene.cluster.stop();
await scene.installation.close();
program.finish();
