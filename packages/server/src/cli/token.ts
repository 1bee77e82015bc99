import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

const HOUR = 3_600;
/** A token that lives longer than 400 days does not count. */
const MOST = 9_600;

/** `candor token KIND ID`: a token for development, such as `candor token staff staff_01j…`. */
export function tokenCommand(program: Command, context: CommandContext): void {
  program
    .command('token')
    .description('mint a token, for development')
    .argument('<kind>', 'such as staff or customer')
    .argument('<id>', 'the id of who it is for')
    .option('--hours <number>', `how long it counts, at most ${MOST}`, '12')
    .action(async (kind: string, id: string, { hours }: { hours: string }) => {
      if (!(Number(hours) > 0 && Number(hours) <= MOST))
        throw new Notice(`--hours must be a number above 0, and at most ${MOST}.`);
      const token = await context.withPlatform(async ({ kernel }) => {
        const [principal] = (await kernel.registry.principals.get(kind)?.([id], kernel.services)) ?? [];
        if (!principal) throw new Notice(`There is no ${kind} with the id ${id}.`);
        await kernel.keys.load();
        return kernel.tokens.mint({ kind, id, expiresIn: Math.round(Number(hours) * HOUR) });
      });
      context.output.data({ token }, token);
    });
}
