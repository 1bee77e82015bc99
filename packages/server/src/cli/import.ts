import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';
import { customersCommand } from './import-customers.js';
import { INTERRUPTED, prepare, progressBar } from './importing.js';

interface ServiceNowOptions {
  readonly rejects?: string;
  readonly dryRun?: boolean;
}

const DETAILS = `
Each incident becomes a ticket with its whole history at the instants of the file, which are taken as UTC; callers
become customers, groups departments, and whoever an incident was assigned to or resolved by a staff member who is
not active. The rows of an incident must follow each other. Rows that cannot be read go to a file with their line
and the reason; the rest of their incident is imported, and is not changed by a later import. So look with
--dry-run first and mend the file. An import that was stopped is taken up by running it again.`;

/** `candor import`: what other systems know. */
export function importCommand(program: Command, context: CommandContext): void {
  const parent = program.command('import').description('take over what other systems know');
  customersCommand(parent, context);
  parent
    .command('servicenow')
    .description('an incident log of ServiceNow, as CSV with a row an update')
    .argument('<file>', 'the log')
    .option('--rejects <path>', 'where rows go that cannot be read; FILE.rejects.csv unless given')
    .option('--dry-run', 'read and check everything, add nothing')
    .addHelpText('after', DETAILS)
    .action(async (file: string, { rejects, dryRun }: ServiceNowOptions) => {
      const { importIncidents, reportText } = await import('../import/index.js');
      const { listenForStop } = await import('../processes/signals.js');
      const { polite, forced } = listenForStop();
      // What is committed stays; only the transaction under way is lost.
      forced.addEventListener('abort', () => process.exit(INTERRUPTED));
      // Garbage is collected before it is half as much as what is alive. Left alone, on a large machine, the process
      // would go on growing for minutes before it shrinks again.
      setFlagsFromString('--heap-growing-percent=50');
      const report = await context.withPlatform(async (platform) => {
        await prepare(platform);
        const bar = progressBar();
        try {
          const options = { file, rejects, isDryRun: dryRun, signal: polite, onProgress: bar.update };
          return await importIncidents(platform.kernel.services, options);
        } finally {
          bar.stop();
        }
      });
      context.output.data(report, reportText(report));
      if (report.isStopped) throw new Notice('The import was stopped; run it again to go on.');
    });
}
