import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

/** `candor schema print`: the contract with everybody outside, as files. Needs no database. */
export function schemaCommand(program: Command, context: CommandContext): void {
  program
    .command('schema')
    .description('the printed schema, error codes, events and permissions of core and of every plugin')
    .command('print')
    .description('write them to a folder')
    .option('--to <folder>', 'where to', 'schema')
    .option('--check', 'only say whether they are as printed before')
    .action(async ({ to, check }: { to: string; check?: boolean }) => {
      const files = await printed(context);
      const gone = leftOver(to, files);
      const changed = [...files]
        .filter(([name, text]) => current(join(to, name)) !== text)
        .map(([name]) => name)
        .concat(gone);
      if (check && changed.length > 0) {
        throw new Notice(
          `${changed.join(', ')} in ${to}/ are not what the code prints: run "npm run candor -- schema print" and look at the difference.`,
        );
      }
      if (!check) {
        mkdirSync(join(to, 'plugins'), { recursive: true });
        for (const name of gone) rmSync(join(to, name));
        for (const name of changed) if (files.has(name)) writeFileSync(join(to, name), files.get(name)!);
      }
      context.output.data(
        { changed },
        changed.length === 0 ? 'Nothing has changed.' : `Changed: ${changed.join(', ')}.`,
      );
    });
}

/** Core and every plugin of `plugins/`, so that the files are the same whatever an installation has enabled. */
async function printed(context: CommandContext): Promise<ReadonlyMap<string, string>> {
  const { corePlugins } = await import('@candor/core');
  const { printApi } = await import('@candor/kernel/plugin');
  const { Platform } = await import('@candor/kernel/platform');
  const { MasterKeys } = await import('@candor/kernel/privacy');
  const { loadPlugin, pluginFolders, ROOT } = await import('../plugins.js');
  const plugins = await Promise.all(pluginFolders().map((name) => loadPlugin(ROOT, name)));
  const logger = context.logger('schema');
  // A platform is put together without a connection; none is opened here.
  return printApi(
    corePlugins,
    plugins,
    (some) =>
      new Platform({
        plugins: some,
        connection: {},
        poolSize: 1,
        masterKeys: new MasterKeys([{ id: 'none', secret: new Uint8Array(32) }]),
        production: true,
        logger,
      }),
  );
}

/** What was printed of plugins that are not here any more. */
function leftOver(to: string, files: ReadonlyMap<string, string>): string[] {
  return globSync('plugins/*.{graphql,md}', { cwd: to })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !files.has(name));
}

function current(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not printed yet: as different as can be.
    return undefined;
  }
}
