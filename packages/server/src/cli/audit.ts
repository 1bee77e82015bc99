import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

/** `candor audit verify`: whether the audit trail is as it was written. Exit code 1 where it is not. */
export function auditCommand(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('the audit trail');
  audit
    .command('head')
    .description('print the newest signed head, to be kept where the owner of the database cannot reach it')
    .action(async () => {
      const { exportHead } = await import('@candor/kernel/privacy');
      const head = await context.withPlatform(({ kernel }) => exportHead(kernel.database));
      if (head === null) throw new Notice('Nothing is sealed yet; a worker seals within a second.');
      context.output.data({ head }, head);
    });
  audit
    .command('verify')
    .description('check that nothing was changed, taken out or put in')
    .option('--head <file>', 'a head that "audit head" printed: with it, a tail that was cut off is found')
    .action(async ({ head: file }: { head?: string }) => {
      const { verifyAudit } = await import('@candor/kernel/privacy');
      const head = file === undefined ? undefined : headIn(file);
      const report = await context.withPlatform(async ({ kernel }) => {
        await kernel.keys.load();
        return verifyAudit(kernel.database, { keys: kernel.keys, ...(head !== undefined && { head }) });
      });
      const { firstBad, sealed, unsealed } = report;
      context.output.data(
        report,
        firstBad ? '' : `The trail is whole: ${sealed} rows sealed, ${unsealed} not sealed yet.`,
      );
      if (firstBad)
        throw new Notice(`The trail does not hold at row ${firstBad.chainNo}: ${firstBad.fault}.`);
    });
}

function headIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Notice(`The head in ${file} cannot be read: ${(error as Error).message}`);
  }
}
