import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

/** `candor schema print`: the contract with everybody outside, as files. Needs no database. */
export function schemaCommand(program: Command, context: CommandContext): void {
  program
    .command('schema')
    .description('the printed schema, error codes, events and permissions')
    .command('print')
    .description('write them to a folder')
    .option('--to <folder>', 'where to', 'schema')
    .option('--check', 'only say whether they are as printed before')
    .action(async ({ to, check }: { to: string; check?: boolean }) => {
      const files = await printed(context);
      const changed = [...files]
        .filter(([name, text]) => current(join(to, name)) !== text)
        .map(([name]) => name);
      if (check && changed.length > 0) {
        throw new Notice(
          `${changed.join(', ')} in ${to}/ are not what the code prints: run "npm run candor -- schema print" and look at the difference.`,
        );
      }
      if (!check) {
        mkdirSync(to, { recursive: true });
        for (const name of changed) writeFileSync(join(to, name), files.get(name)!);
      }
      context.output.data(
        { changed },
        changed.length === 0 ? 'Nothing has changed.' : `Changed: ${changed.join(', ')}.`,
      );
    });
}

async function printed(context: CommandContext): Promise<ReadonlyMap<string, string>> {
  const { printApi } = await import('@candor/kernel/plugin');
  const { openPlatform } = await import('../platform.js');
  // A platform is put together without a connection; none is opened here.
  const platform = await openPlatform(context.configuration(), {
    connection: {},
    logger: context.logger('schema'),
  });
  try {
    return printApi(platform.kernel.registry, platform.kernel.schema);
  } finally {
    await platform.close();
  }
}

function current(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not printed yet: as different as can be.
    return undefined;
  }
}
