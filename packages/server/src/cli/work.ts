import type { Command } from 'commander';
import { closeInOrder } from '../processes/closing.js';
import { giveBackMemory } from '../processes/memory.js';
import { listenForStop } from '../processes/signals.js';
import { stayUp } from '../processes/stay-up.js';
import { showLife, tellParent } from '../processes/tell-parent.js';
import type { CommandContext } from './context.js';

/** `candor work`: everything that happens behind the API, until it is told to stop. */
export function workCommand(program: Command, context: CommandContext): void {
  program
    .command('work')
    .description('run jobs, hooks, deadlines and deliveries')
    .option('--migrate', 'apply pending migrations first')
    .action(async ({ migrate }: { migrate?: boolean }) => {
      const stop = listenForStop();
      stayUp(context.logger('work'));
      await context.withPlatform(async (platform) => {
        if (migrate) await platform.migrate();
        const working = await platform.work();
        giveBackMemory();
        context.logger('work').info('working');
        tellParent({ type: 'working' });
        showLife();
        await closeInOrder(stop, working);
      });
    });
}
