import type { Command } from 'commander';
import { barOf } from './bar.js';
import type { CommandContext } from './context.js';

const DETAILS = `
Names and texts stand in the file as they stand in the database; what is sealed there is sealed in the file. The file
is private to whoever makes it. The master key is not in it: keep that elsewhere, or nothing that is sealed can ever
be read. The queue is not in it either: it is filled anew from the jobs and deliveries that are not done.`;

/** `candor backup FILE`: everything, as it stands at one instant. */
export function backupCommand(program: Command, context: CommandContext): void {
  program
    .command('backup')
    .description('write all tables, as they stand at one instant, into a file')
    .argument('<file>', 'a file that is not there yet')
    .option('--with-master-key', 'put the master key in: whoever has the file can then read everything')
    .addHelpText('after', DETAILS)
    .action(async (file: string, { withMasterKey = false }: { withMasterKey?: boolean }) => {
      const { backup } = await import('../backup/index.js');
      const { masterKeyText } = await import('../master-key.js');
      const bar = barOf('tables');
      try {
        const report = await context.withPlatform(({ kernel }, connection) =>
          backup({
            file,
            connection,
            release: kernel.release,
            masterKeys: masterKeyText(context.configuration()),
            withMasterKey,
            now: kernel.services.now(),
            onProgress: bar.update,
          }),
        );
        const { rows, tables, at } = report;
        context.output.data(report, `${file} holds ${rows} rows of ${tables} tables as they stood at ${at}.`);
      } finally {
        bar.stop();
      }
    });
}
