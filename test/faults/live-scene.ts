import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '@candor/server/cluster';
import { type Board, makeBoards } from './boards.js';
import type { CrowdPlan, CrowdReport } from './crowd.js';
import { Installation, type Person } from './installation.js';
import type { FaultProgram } from './program.js';
import { Victim } from './victim.js';

/** Two servers and a worker, people and boards: what the cases of the live path are played on. */
export interface Scene {
  readonly program: FaultProgram;
  readonly installation: Installation;
  readonly cluster: Cluster;
  readonly customer: Person;
  readonly agent: Person;
  readonly boards: readonly Board[];
}

/** How long anything may take that has no bar of its own, in milliseconds. */
export const SETTLES = 60_000;

const BOARDS = 20;

export async function openScene(program: FaultProgram): Promise<Scene> {
  const installation = await Installation.create();
  program.say(`on ${installation.services}`);
  const cluster = await installation.cluster(2, 1, { isPlain: true });
  const [customer, agent] = [await installation.customer(), await installation.staff('agent')];
  const boards = await makeBoards(installation, cluster.url, Array<Person>(BOARDS).fill(customer));
  return { program, installation, cluster, customer, agent, boards };
}

/** A process that posts to boards and keeps the ledger, until it is told to stop. */
export async function startLedger(
  { cluster, agent }: Scene,
  boards: readonly Board[],
  perSecond: number,
): Promise<Ledger> {
  const victim = new Victim('ledger.ts', [
    cluster.url,
    agent.token,
    JSON.stringify(boards),
    String(perSecond),
  ]);
  await victim.says('posted');
  return new Ledger(victim);
}

/** What was acknowledged, by board. */
export class Ledger {
  constructor(private readonly victim: Victim) {}

  /** The ids of a board's changes, in the order in which they were acknowledged. */
  of(board: Board): string[] {
    return this.#lines.filter(([id]) => id === board.id).map(([, change]) => change!);
  }

  get size(): number {
    return this.#lines.length;
  }

  /** How long each post took, in milliseconds. */
  get durations(): number[] {
    return this.#lines.map(([, , took]) => Number(took));
  }

  async stop(): Promise<void> {
    this.victim.process.kill('SIGTERM');
    await this.victim.says('done', SETTLES);
  }

  get #lines(): string[][] {
    return this.victim.lines('posted').map((line) => line.split(' '));
  }
}

/** Bytes that a process holds in memory. */
export function residentBytes(pid: number): number {
  const kilobytes =
    process.platform === 'linux'
      ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return Number(kilobytes) * 1_024;
}

/** A crowd in a process of its own. */
export async function startCrowd({ installation }: Scene, plan: CrowdPlan): Promise<Victim> {
  const file = join(installation.environment['CANDOR_HOME']!, `crowd-${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(plan));
  const crowd = new Victim('crowd.ts', [file]);
  await crowd.says('ready', 3 * SETTLES);
  return crowd;
}

/** What a crowd has seen, and its end. */
export async function reportOf(crowd: Victim): Promise<CrowdReport> {
  crowd.process.kill('SIGTERM');
  return JSON.parse(await crowd.says('report')) as CrowdReport;
}
