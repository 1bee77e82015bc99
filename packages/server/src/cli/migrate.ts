import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** `candor migrate`: brings the database to this release. Processes that do so together wait for one of them. */
export function migrateCommand(program: Command, context: CommandContext): void {
  const migrate = program.command('migrate').description('the schema of the database');
  migrate
    .command('up', { isDefault: true })
    .description('apply what is pending')
    .option('--dry-run', 'only say what would be applied')
    .action(async ({ dryRun }: { dryRun?: boolean }) => {
      const steps = await context.withPlatform(async (platform) =>
        dryRun ? (await platform.migrationStatus()).filter(({ applied }) => !applied) : platform.migrate(),
      );
      context.output.table(steps, ['plugin', 'migration', 'applied']);
    });
  migrate
    .command('status')
    .description('list every step, applied or pending')
    .action(async () => {
      const steps = await context.withPlatform((platform) => platform.migrationStatus());
      context.output.table(steps, ['plugin', 'migration', 'applied']);
    });
}
