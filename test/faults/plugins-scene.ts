import { fileURLToPath } from 'node:url';
import { Installation } from './installation.js';
import { rogues } from './plugin/rogue.js';
import { type TrialJobs, trialPlugin } from './plugin/trial.js';
import type { FaultProgram } from './program.js';

/** The `candor` command with the plugins of these programs, below this folder. */
export const PROCESS = 'plugin/process.ts';

/** An installation with the plugins that do the worst, and what a checker asks of it. */
export interface Trial {
  readonly program: FaultProgram;
  readonly installation: Installation;
  /** What processes of it are started with. */
  readonly environment: Record<string, string>;
  /** Asks for jobs of one name, as a command would, a hundred a transaction. */
  enqueue(job: string, kind: string, keys: readonly string[]): Promise<void>;
  /** How many effects of a kind there are, and how many different ones. */
  effects(kind: string): Promise<{ all: number; different: number }>;
  /** How many jobs of a name are in a state. */
  jobs(name: string, state: 'PENDING' | 'DONE' | 'DEAD'): Promise<number>;
}

export async function openTrial(
  program: FaultProgram,
  environment: Record<string, string> = {},
): Promise<Trial> {
  const { plugin, jobs } = trialPlugin();
  const installation = await Installation.create({
    program: fileURLToPath(new URL(PROCESS, import.meta.url)),
    plugins: [plugin, ...rogues],
    environment,
  });
  return {
    program,
    installation,
    environment: { ...installation.environment },
    enqueue: (job, kind, keys) => enqueueWith(jobs, installation, job, kind, keys),
    effects: async (kind) => {
      const [row] = await installation.query<{ all: number; different: number }>(
        'select count(*)::int as all, count(distinct key)::int as different from trial_effect where kind = $1',
        [kind],
      );
      return row!;
    },
    jobs: (name, state) =>
      installation.count('select count(*) from kernel_job where name = $1 and state = $2', [
        `trial.${name}`,
        state,
      ]),
  };
}

async function enqueueWith(
  jobs: TrialJobs,
  installation: Installation,
  job: string,
  kind: string,
  keys: readonly string[],
): Promise<void> {
  const { services } = await installation.inside();
  for (let i = 0; i < keys.length; i += 100) {
    await services.command(async (tx) => {
      for (const key of keys.slice(i, i + 100)) jobs[job]!.enqueue(tx, { kind, key });
    });
  }
}

/** `count` names that begin alike. */
export function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix} ${n}`);
}
