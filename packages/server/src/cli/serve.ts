import { type Command, Option } from 'commander';
import { closeInOrder } from '../processes/closing.js';
import { giveBackMemory } from '../processes/memory.js';
import { listenForStop } from '../processes/signals.js';
import { stayUp } from '../processes/stay-up.js';
import { showLife, tellParent } from '../processes/tell-parent.js';
import type { CommandContext } from './context.js';

interface ServeOptions {
  readonly migrate?: boolean;
  readonly seed?: string;
  readonly announce?: boolean;
}

/** `candor serve`: the API, until it is told to stop. */
export function serveCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('run the API')
    .option('--migrate', 'apply pending migrations first')
    .option('--seed <name>', 'run a seed first, unless this database has had it')
    .addOption(new Option('--announce', 'tell the process above, not standard output').hideHelp())
    .action(async ({ migrate, seed, announce }: ServeOptions) => {
      const stop = listenForStop();
      stayUp(context.logger('serve'));
      await context.withPlatform(async (platform) => {
        if (migrate) await platform.migrate();
        if (seed) await platform.seed(seed);
        tellParent({ type: 'prepared' });
        const serving = await platform.serve();
        giveBackMemory();
        const { url } = serving;
        if (announce) tellParent({ type: 'listening', url, announcement: await platform.announcement(url) });
        else context.output.data({ url }, `Serving at ${url}`);
        showLife();
        await closeInOrder(stop, serving);
      });
    });
}
