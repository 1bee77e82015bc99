import { open } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { ExportFormat } from '../export/index.js';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

interface Options {
  readonly format: ExportFormat;
  readonly system: string;
  readonly out?: string;
  readonly withContacts?: boolean;
}

const DETAILS = `
The columns are those that "candor import customers" takes. Without --with-contacts nothing is written that lies
encrypted in the database. The audit trail says that an export was made.`;

/** `candor export customers`: everybody who is not archived. */
export function exportCommand(program: Command, context: CommandContext): void {
  program
    .command('export')
    .description('give out what is known here')
    .command('customers')
    .description('all customers, as CSV or as a line of JSON each')
    .addOption(
      new Option('--format <format>', 'how they are written').choices(['csv', 'jsonl']).default('csv'),
    )
    .option('--system <key>', 'the system whose ids stand in the file', 'import')
    .option('--out <path>', 'a file that is not there yet; standard output unless given')
    .option('--with-contacts', 'also addresses, numbers, sex and birth dates, in clear')
    .addHelpText('after', DETAILS)
    .action(async ({ format, system, out, withContacts = false }: Options) => {
      const { exportCustomersTo } = await import('../export/index.js');
      const file = out === undefined ? undefined : await fileAt(out);
      try {
        const write = async (text: string) => {
          if (file) await file.write(text);
          else context.output.write(text);
        };
        const customers = await context.withPlatform(({ kernel }) =>
          exportCustomersTo(kernel.services, write, { format, system, withContacts }),
        );
        if (out !== undefined)
          context.output.data({ customers, file: out }, `${customers} customers were written to ${out}.`);
      } finally {
        await file?.close();
      }
    });
}

/** Nobody else may read it, and nothing that is there is written over. */
function fileAt(path: string) {
  return open(path, 'wx', 0o600).catch((error: Error) => {
    throw new Notice(`${path} cannot be written (${error.message}); name another file with --out.`);
  });
}
