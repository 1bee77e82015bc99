import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** `candor seed NAME`: fills the database once, for instance with the demo. */
export function seedCommand(program: Command, context: CommandContext): void {
  program
    .command('seed')
    .description('run a seed, unless this database has had it')
    .argument('<name>', 'such as demo')
    .action(async (name: string) => {
      const isNew = await context.withPlatform((platform) => platform.seed(name));
      context.output.data({ seed: name, isNew }, isNew ? `Seeded ${name}.` : `${name} was seeded before.`);
    });
}
