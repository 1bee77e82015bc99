import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

/** A minute more than the longest life of a token that an integration mints, in seconds. */
const OVERLAP = 3_660;

const ROTATE = `
The new key is published at once and signs a minute later, so that every process knows it by then: no request fails.
Links that were shared go on counting. With --overlap 0 every token is void within 30 seconds, after a theft.`;

const REWRAP = `
To put another master key in the place of one, in three steps, each while everything runs:
  1. CANDOR_MASTER_KEY=main:OLD,new:NEW   on every process: the new one is known
  2. CANDOR_MASTER_KEY=new:NEW,main:OLD   on every process: the new one seals
  3. candor keys rewrap                   what the old one has sealed is sealed anew, and found by an index anew
Then the old one may go. Ballots of anonymous surveys that were given out before count only while it stays.`;

/** `candor keys`: the keys that sign, and those that protect all others. */
export function keysCommand(program: Command, context: CommandContext): void {
  const keys = program.command('keys').description('the keys that sign tokens, and those that seal');
  keys
    .command('rotate')
    .description('let a new key sign; what older ones have signed counts for a while')
    .option('--overlap <seconds>', 'how long that is', String(OVERLAP))
    .addHelpText('after', ROTATE)
    .action(async ({ overlap }: { overlap: string }) => {
      const seconds = Number(overlap);
      if (!Number.isInteger(seconds) || seconds < 0)
        throw new Notice('--overlap must be a whole number of seconds, 0 or more.');
      const { audit } = await import('@candor/kernel/privacy');
      const kid = await context.withPlatform(async ({ kernel }) => {
        await kernel.keys.load();
        return kernel.services.command(async (tx) => {
          const added = await kernel.keys.rotate(tx, seconds);
          audit(tx, { action: 'keys.rotate', subject: added, after: { overlap: seconds } });
          return added;
        });
      });
      context.output.data(
        { kid, overlap: seconds },
        `The key ${kid} is added. Older keys count for another ${seconds} seconds.`,
      );
    });
  keys
    .command('rewrap')
    .description('seal anew, with the first master key, what others have sealed')
    .addHelpText('after', REWRAP)
    .action(async () => {
      const report = await context.withPlatform(async ({ kernel }) => rewrap(context, kernel));
      const { signingKeys, dataKeys, indexes, masterKey } = report;
      context.output.data(
        report,
        `${signingKeys} signing keys and ${dataKeys} data keys are now sealed by "${masterKey}"; ${indexes} texts are found by it.`,
      );
    });
}

type Kernel = Parameters<Parameters<CommandContext['withPlatform']>[0]>[0]['kernel'];

async function rewrap(
  context: CommandContext,
  kernel: Kernel,
): Promise<{ masterKey: string; signingKeys: number; dataKeys: number; indexes: number }> {
  const { audit, DataKeys } = await import('@candor/kernel/privacy');
  const { systemClock } = await import('@candor/kernel/clocks');
  const { masterKeyText, parseMasterKeys } = await import('../master-key.js');
  const masterKeys = parseMasterKeys(masterKeyText(context.configuration()));
  const owners = new DataKeys(kernel.database, masterKeys, systemClock);
  const signingKeys = await kernel.services.command((tx) => kernel.keys.reseal(tx));
  let dataKeys = 0;
  // In pieces, so that nobody who writes has to wait.
  for (let more = -1; more !== 0; dataKeys += more)
    more = await kernel.services.command((tx) => owners.rewrap(tx));
  const indexes = await kernel.reindex();
  const report = { masterKey: masterKeys.current, signingKeys, dataKeys, indexes };
  await kernel.services.command(async (tx) =>
    audit(tx, {
      action: 'keys.rewrap',
      subject: masterKeys.current,
      after: { signingKeys, dataKeys, indexes },
    }),
  );
  return report;
}
