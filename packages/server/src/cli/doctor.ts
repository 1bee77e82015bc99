import type { Command } from 'commander';
import { type Configuration, ConfigurationError } from '../configuration.js';
import { type Finding, failed } from '../doctor/finding.js';
import { Notice } from '../notice.js';
import type { CommandContext } from './context.js';

/** `candor doctor`: what is wrong with this installation, and what to do about it. Exit code 1 where something is. */
export function doctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('find what is wrong with this installation, and say the mend')
    .action(async () => {
      const { findings, wrong } = await examine(context);
      const failures = findings.filter(({ state }) => state === 'failed').length;
      context.output.data({ ok: failures === 0, findings }, findings.map(told).join('\n'));
      if (wrong) throw wrong;
      if (failures > 0) throw new Notice(`${failures} of ${findings.length} checks failed.`);
    });
}

interface Examination {
  readonly findings: readonly Finding[];
  /** Where the environment is wrong, nothing else could be looked at. */
  readonly wrong?: ConfigurationError;
}

async function examine(context: CommandContext): Promise<Examination> {
  const configuration = readOrTell(context);
  if ('wrong' in configuration) return configuration;
  const { machineFindings, databaseFindings } = await import('../doctor/index.js');
  const { masterKeyText } = await import('../master-key.js');
  const findings = await machineFindings(configuration);
  try {
    const found = await context.withPlatform(({ kernel }, connection) =>
      databaseFindings(kernel, connection, configuration, masterKeyText(configuration)),
    );
    return { findings: [...findings, ...found] };
  } catch (error) {
    const { message } = error as Error;
    return { findings: [...findings, { check: 'database', ...failed(message, REACH_IT) }] };
  }
}

function readOrTell(context: CommandContext): Configuration | Required<Examination> {
  try {
    return context.configuration();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const findings = error.problems.map((problem) => {
      const [found = '', mend] = problem.split('; ');
      return { check: 'configuration', ...failed(found, mend ?? 'Set it right and ask again.') };
    });
    return { findings, wrong: error };
  }
}

const REACH_IT =
  'Start the server, or set DATABASE_URL right; without it Candor runs a server of its own in CANDOR_HOME.';

function told({ check, state, found, mend }: Finding): string {
  const line = `${state.padEnd(8)}${check}: ${found}`;
  return mend === null ? line : `${line}\n${' '.repeat(8)}→ ${mend}`;
}
