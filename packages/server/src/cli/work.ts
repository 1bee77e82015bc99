import type { Command } from 'commander';
import { closeInOrder } from '../processes/closing.js';
import { listenForStop } from '../processes/signals.js';
import { tellParent } from '../processes/tell-parent.js';
import type { CommandContext } from './context.js';

/** `candor work`: everything that happens behind the API, until it is told to stop. */
export function workCommand(program: Command, context: CommandContext): void {
  program
    .command('work')
    .description('run jobs, hooks, deadlines and deliveries')
    .option('--migrate', 'apply pending migrations first')
    .action(async ({ migrate }: { migrate?: boolean }) => {
      const stop = listenForStop();
      await context.withPlatform(async (platform) => {
        if (migrate) await platform.migrate();
        const working = await platform.work();
        context.logger('work').info('working');
        tellParent({ type: 'working' });
        await closeInOrder(stop, working);
      });
    });
}
