import type { Command } from 'commander';
import type { RestoreReport } from '../backup/index.js';
import { Notice } from '../notice.js';
import { barOf } from './bar.js';
import type { CommandContext } from './context.js';

const DETAILS = `
The database has to be empty; where a restore fails it is empty again. What was done after the backup is lost, ended
tokens and links among it: after a theft, run "keys rotate --overlap 0" as well. A drill restores into a database
beside the one that runs, checks it, drops it and notes the outcome, which staff see as lastRestoreDrill.`;

/** `candor restore FILE`: an empty database as it was when the backup was made, brought to this release. */
export function restoreCommand(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .description('fill an empty database from a backup, and check it')
    .argument('<file>', 'what "backup" wrote')
    .option('--drill', 'only try it: into a database of its own, which is dropped again')
    .addHelpText('after', DETAILS)
    .action(async (file: string, { drill = false }: { drill?: boolean }) => {
      const bar = barOf('tables');
      try {
        const report = await (drill ? tryOut : restoreHere)(file, context, bar.update);
        context.output.data(report, told(report, drill));
        if (report.problems.length > 0) throw new Notice(report.problems.join('\n'));
      } finally {
        bar.stop();
      }
    });
}

type OnProgress = (done: number, all: number) => void;

async function restoreHere(
  file: string,
  context: CommandContext,
  onProgress: OnProgress,
): Promise<RestoreReport> {
  const { assertWhole, BackupSource, keysToKeep, restore } = await import('../backup/index.js');
  const { keepMasterKey, knownMasterKey } = await import('../master-key.js');
  const configuration = context.configuration();
  const header = await assertWhole(file);
  const keys = keysToKeep(header, knownMasterKey(configuration));
  const source = await BackupSource.open(file);
  try {
    return await context.withDatabase((connection) => {
      if (keys !== undefined) keepMasterKey(configuration, keys);
      return context.withPlatformAt(connection, ({ kernel }) =>
        restore(source, kernel, connection, onProgress),
      );
    });
  } finally {
    source.close();
  }
}

async function tryOut(file: string, context: CommandContext, onProgress: OnProgress): Promise<RestoreReport> {
  const { drill } = await import('../backup/index.js');
  return context.withPlatform(({ kernel }, connection) =>
    drill({
      file,
      kernel,
      connection,
      openAt: (at, work) => context.withPlatformAt(at, (platform) => work(platform.kernel)),
      onProgress,
    }),
  );
}

function told({ rows, tables, at, migrated, audited }: RestoreReport, isDrill: boolean): string {
  const steps = migrated === 0 ? '' : ` ${migrated} migrations of this release were added.`;
  const outcome = isDrill ? 'could be restored' : 'are restored';
  return `${rows} rows of ${tables} tables ${outcome} as they stood at ${at}.${steps} ${audited} rows of the audit trail hold.`;
}
