import { hooks } from './plugins-hooks.js';
import { kills } from './plugins-kills.js';
import { poison } from './plugins-poison.js';
import { twice } from './plugins-twice.js';
import { FaultProgram } from './program.js';

/**
 * Plugins that do the worst: what they run is killed, hangs, throws and comes ten times over. Runs on
 * `DATABASE_URL` and `REDIS_URL`, or else on a PostgreSQL of its own.
 */
const program = new FaultProgram();
await program.run('fault-11 poison', () => poison(program));
await program.run('fault-12 fault-13 hooks', () => hooks(program));
await program.run('fault-2 kills', () => kills(program));
await program.run('fault-5 ten times', () => twice(program));
program.finish();
