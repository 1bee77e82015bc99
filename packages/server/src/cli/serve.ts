import type { Command } from 'commander';
import { closeInOrder } from '../processes/closing.js';
import { listenForStop } from '../processes/signals.js';
import { tellParent } from '../processes/tell-parent.js';
import type { CommandContext } from './context.js';

interface ServeOptions {
  readonly migrate?: boolean;
  readonly seed?: string;
}

/** `candor serve`: the API, until it is told to stop. */
export function serveCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('run the API')
    .option('--migrate', 'apply pending migrations first')
    .option('--seed <name>', 'run a seed first, unless this database has had it')
    .action(async ({ migrate, seed }: ServeOptions) => {
      const stop = listenForStop();
      await context.withPlatform(async (platform) => {
        if (migrate) await platform.migrate();
        if (seed) await platform.seed(seed);
        tellParent({ type: 'prepared' });
        const serving = await platform.serve();
        // Under a parent, that one tells people; alone, the log does.
        if (process.connected) {
          tellParent({
            type: 'listening',
            url: serving.url,
            announcement: await platform.announcement(serving.url),
          });
        } else {
          context.logger('serve').info({ url: serving.url }, 'serving');
        }
        await closeInOrder(stop, serving);
      });
    });
}
