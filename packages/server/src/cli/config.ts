import type { Command } from 'commander';
import { describe } from '../configuration.js';
import type { CommandContext } from './context.js';

/** `candor config print`: what this process would run with, without its secrets. */
export function configCommand(program: Command, context: CommandContext): void {
  const config = program
    .command('config')
    .description('the configuration, which comes from the environment alone');
  config
    .command('print')
    .description('print every setting; secrets are not shown')
    .action(() => context.output.table(describe(context.configuration()), ['variable', 'value', 'meaning']));
}
