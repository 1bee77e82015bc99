import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

const ENTRY = fileURLToPath(new URL('./bin.js', import.meta.url));

/** `candor dev`, which is what `npm start` runs: everything on this machine, until it is told to stop. */
export function devCommand(program: Command, context: CommandContext): void {
  program
    .command('dev')
    .description('run everything on this machine: database, API and worker')
    .option('--seed <name>', 'what the database is filled with the first time', 'demo')
    .option('--no-seed', 'leave the database empty')
    .action(async ({ seed }: { seed: string | false }) => {
      const { runPlatform } = await import('../processes/parent.js');
      const { listenForStop } = await import('../processes/signals.js');
      const seeding = seed ? ['--seed', seed] : [];
      await runPlatform({
        configuration: context.configuration(),
        logger: context.logger('dev'),
        serve: [ENTRY, 'serve', '--announce', '--migrate', ...seeding],
        work: [ENTRY, 'work'],
        stop: listenForStop(),
        onReady: (url, announcement) =>
          context.output.data({ url, announcement, pid: process.pid }, welcome(url, announcement)),
      });
    });
}

function welcome(url: string, announcement: readonly string[]): string {
  const seconds = process.uptime().toFixed(1);
  const lines = announcement.length > 0 ? announcement : [url];
  return [
    '',
    `Candor is ready (${seconds} s).`,
    '',
    ...lines.map((line) => `  ${line}`.trimEnd()),
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}
