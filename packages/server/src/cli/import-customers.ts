import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';
import { INTERRUPTED, prepare, progressBar } from './importing.js';

interface Options {
  readonly system: string;
  readonly map: readonly string[];
  readonly mapping?: string;
  readonly rejects?: string;
  readonly dryRun?: boolean;
}

const DETAILS = `
The first line names the columns: externalId and name are needed; kind, companyExternalId, locale, timeZone,
preferredChannel, sex, birthDate, industry, businessLine, tags, email, phone, address, source, collectedAt and
consentRef may be there. Other names are mapped with --map or --mapping. Who has the external id is brought up to
date, an empty cell leaves what is known; nobody is added twice. Companies stand before those who belong to them.
Rows that are wrong go to a file with their line, the column and the reason; the others are taken.`;

/** `candor import customers`: whom another system knows. */
export function customersCommand(parent: Command, context: CommandContext): void {
  parent
    .command('customers')
    .description('customers of another system, as CSV with a row a customer')
    .argument('<file>', 'the customers')
    .option('--system <key>', 'the system whose ids the file has', 'import')
    .option('--map <field=column>', 'the column of a field; may be given again', gather, [])
    .option('--mapping <path>', 'a JSON file with the columns of fields')
    .option('--rejects <path>', 'where rows go that are wrong; FILE.rejects.csv unless given')
    .option('--dry-run', 'do everything, and take all of it back')
    .addHelpText('after', DETAILS)
    .action(async (file: string, { system, map, mapping, rejects, dryRun }: Options) => {
      const { customersText, importCustomersFile, readMapping } = await import('../import/index.js');
      const { listenForStop } = await import('../processes/signals.js');
      const columns = await readMapping(mapping, map);
      const { polite, forced } = listenForStop();
      forced.addEventListener('abort', () => process.exit(INTERRUPTED));
      const report = await context.withPlatform(async (platform) => {
        await prepare(platform);
        const bar = progressBar();
        try {
          return await importCustomersFile(platform.kernel.services, {
            file,
            system,
            mapping: columns,
            rejects,
            isDryRun: dryRun,
            signal: polite,
            onProgress: bar.update,
          });
        } finally {
          bar.stop();
        }
      });
      context.output.data(report, customersText(report));
      if (report.isStopped) throw new Notice('The import was stopped; run it again to go on.');
    });
}

function gather(word: string, before: readonly string[]): string[] {
  return [...before, word];
}
