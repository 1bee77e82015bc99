import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

/** `candor audit verify`: whether the audit trail is as it was written. Exit code 1 where it is not. */
export function auditCommand(program: Command, context: CommandContext): void {
  program
    .command('audit')
    .description('the audit trail')
    .command('verify')
    .description('check that nothing was changed, taken out or put in')
    .action(async () => {
      const { verifyAudit } = await import('@candor/kernel/privacy');
      const report = await context.withPlatform(async ({ kernel }) => {
        await kernel.keys.load();
        return verifyAudit(kernel.database, { keys: kernel.keys });
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
