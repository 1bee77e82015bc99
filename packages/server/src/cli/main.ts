import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { ConfigurationError, readConfiguration } from '../configuration.js';
import { Notice } from '../notice.js';
import { createLogger } from '../processes/logger.js';
import { COMMANDS } from './commands.js';
import type { CommandContext, OpenPlatform } from './context.js';
import { Output } from './output.js';

/** Where a run of the command writes, and how it opens the platform. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Loads the platform only when a command needs it. */
  readonly openPlatform: OpenPlatform;
}

/** The command line could not be understood, or the environment is wrong; anything else that fails is 1. */
const WRONG_USE = 2;
/** The database belongs to a newer release: starting again is in vain, which whoever restarts us should know. */
const TOO_OLD = 3;
/** The kernel's code for it, written here because the kernel is loaded only when a command needs it. */
const RELEASE_TOO_OLD = 'RELEASE_TOO_OLD';
const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Runs one command line and answers the exit code: 0 done, 1 failed, 2 wrongly called or configured, 3 too old for the database. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  const program = new Command('candor')
    .description('Lets customers see what is being done for them')
    .version(version)
    .option('--json', 'print data as JSON')
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({ writeOut: stdout, writeErr: stderr })
    .exitOverride();
  const context = contextOf(program, surroundings);
  for (const register of COMMANDS) register(program, context);
  try {
    await program.parseAsync(args as string[], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
    stderr(`${explain(error)}\n`);
    if (isTooOld(error)) return TOO_OLD;
    return error instanceof ConfigurationError ? WRONG_USE : 1;
  }
}

function contextOf(program: Command, { environment, stdout, openPlatform }: Surroundings): CommandContext {
  const context: CommandContext = {
    output: new Output(() => program.opts<{ json?: boolean }>().json === true, stdout),
    configuration: () => readConfiguration(environment),
    logger: (name) => createLogger(context.configuration().logLevel, name),
    withDatabase: async (work) => {
      const { withDatabase } = await import('../database.js');
      return withDatabase(context.configuration(), context.logger('candor'), work);
    },
    withPlatform: (work) =>
      context.withDatabase((connection) =>
        context.withPlatformAt(connection, (platform) => work(platform, connection)),
      ),
    withPlatformAt: async (connection, work) => {
      const platform = await openPlatform(context.configuration(), {
        connection,
        logger: context.logger('candor'),
      });
      try {
        return await work(platform);
      } finally {
        await platform.close();
      }
    },
  };
  return context;
}

function explain(error: unknown): string {
  if (isTooOld(error)) return `${RELEASE_TOO_OLD}: ${error.message}`;
  if (error instanceof Notice || error instanceof ConfigurationError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isTooOld(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === RELEASE_TOO_OLD;
}
