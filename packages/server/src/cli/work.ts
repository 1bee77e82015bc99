import type { Command } from 'commander';
import { closeInOrder } from '../processes/closing.js';
import { listenForStop } from '../processes/signals.js';
import type { CommandContext } from './context.js';

/** `candor work`: everything that happens behind the API, until it is told to stop. */
export function workCommand(program: Command, context: CommandContext): void {
  program
    .command('work')
    .description('run jobs, hooks, deadlines and deliveries')
    .action(async () => {
      const stop = listenForStop();
      await context.withPlatform(async (platform) => {
        const working = await platform.work();
        context.logger('work').info('working');
        await closeInOrder(stop, working);
      });
    });
}
