import type { Command } from 'commander';
import { describe } from '../configuration.js';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

/** `candor config print`: what this process would run with, without its secrets; `check`: whether it could. */
export function configCommand(program: Command, context: CommandContext): void {
  const config = program
    .command('config')
    .description('the configuration, which comes from the environment alone');
  config
    .command('print')
    .description('print every setting; secrets are not shown')
    .action(() => context.output.table(describe(context.configuration()), ['variable', 'value', 'meaning']));
  config
    .command('check')
    .description('say whether a process could start with it, without starting one')
    .action(async () => {
      const { documents } = context.configuration();
      const faults = documents === undefined ? [] : await documentFaults(context, documents);
      if (faults.length > 0) throw new Notice(faults.join('\n'));
      context.output.data({ ok: true }, 'The configuration is right.');
    });
}

/** Of the persisted documents, those that the schema would not answer. */
async function documentFaults(context: CommandContext, path: string): Promise<string[]> {
  const { readDocuments } = await import('../document-files.js');
  const { byHash, byName } = readDocuments(path);
  const names = new Map([...byName].map(([name, text]) => [text, name]));
  const { openPlatform } = await import('../platform.js');
  // A platform is put together without a connection; none is opened here.
  const platform = await openPlatform(context.configuration(), {
    connection: {},
    logger: context.logger('config'),
  });
  try {
    return [...byHash].flatMap(([hash, text]) => {
      const prepared = platform.kernel.engine.prepare(text);
      const errors = 'errors' in prepared ? prepared.errors : [];
      return errors.map(({ message }) => `PERSISTED_DOCUMENTS: ${names.get(text) ?? hash}: ${message}`);
    });
  } finally {
    await platform.close();
  }
}
