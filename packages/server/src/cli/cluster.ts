import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

const ENTRY = fileURLToPath(new URL('./bin.js', import.meta.url));
/** More than one machine has any use for. */
const MOST = 32;

interface ClusterCommandOptions {
  readonly servers: string;
  readonly workers: string;
  readonly seed: string | false;
}

/** `candor cluster`: several servers and workers on this machine behind a balancer, until it is told to stop. */
export function clusterCommand(program: Command, context: CommandContext): void {
  program
    .command('cluster')
    .description('run several processes on this machine behind a balancer, to try what a roll-out does')
    .option('--servers <number>', 'how many processes serve the API', '2')
    .option('--workers <number>', 'how many processes do what happens behind it', '2')
    .option('--seed <name>', 'what the database is filled with the first time', 'demo')
    .option('--no-seed', 'leave the database empty')
    .action(async ({ servers, workers, seed }: ClusterCommandOptions) => {
      const { runCluster } = await import('../cluster/run.js');
      const { listenForStop } = await import('../processes/signals.js');
      await runCluster({
        configuration: context.configuration(),
        logger: context.logger('cluster'),
        program: [ENTRY],
        servers: count('--servers', servers),
        workers: count('--workers', workers),
        seed: seed || undefined,
        stop: listenForStop(),
        onReady: ({ url, announcement, members }) => {
          const processes = members.map(({ name, url: at, pid }) => ({ name, url: at, pid }));
          context.output.data(
            { url, announcement, processes, pid: process.pid },
            [
              '',
              'The cluster is ready.',
              '',
              `  Balancer    ${url}`,
              ...processes.map(
                ({ name, url: at, pid }) =>
                  `  ${name.padEnd(12)}${[at, `process ${pid}`].filter(Boolean).join(', ')}`,
              ),
              '',
              ...announcement.map((line) => `  ${line}`.trimEnd()),
              '',
              'Ctrl-C stops it.',
              '',
            ].join('\n'),
          );
        },
      });
    });
}

function count(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > MOST)
    throw new Notice(`${option} must be a whole number from 1 to ${MOST}.`);
  return number;
}
