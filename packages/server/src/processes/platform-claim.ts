import type { Logger } from 'pino';
import { Notice } from '../notice.js';
import type { Claim } from './claim.js';
import { processTable } from './process-table.js';
import { until } from './until.js';

/** What the running platform of a home tells about itself. */
export interface PlatformNote {
  readonly state: 'running' | 'stopping';
  readonly url: string;
  readonly children: readonly { readonly pid: number; readonly identity: string }[];
}

/** How long to wait for the one before us, in milliseconds: while it stops, and to see whether it begins to. */
const STOPS_WITHIN = 25_000;
const BEGINS_WITHIN = 1_500;
/** Children whose parent was killed notice it at once and leave by themselves. */
const ORPHANS_LEAVE = 4_000;

/**
 * One platform a home. Waits for one that is just stopping, clears away what a killed one left behind, and
 * refuses while another one runs.
 */
export async function claimPlatform(claim: Claim<PlatformNote>, url: string, logger: Logger): Promise<void> {
  const before = claim.lastHolder();
  const note: PlatformNote = { state: 'running', url, children: [] };
  const isStopping = () => claim.take(note) || claim.holder()?.note.state === 'stopping';
  if (await until(isStopping, BEGINS_WITHIN)) await until(() => claim.take(note), STOPS_WITHIN);
  if (!claim.isHeld) {
    const other = claim.holder();
    throw new Notice(
      `Candor already runs in this folder, at ${other?.note.url} (process ${other?.pid}). Stop that one first: kill ${other?.pid}`,
    );
  }
  await clearAway(before?.note.children ?? [], logger);
}

async function clearAway(children: PlatformNote['children'], logger: Logger): Promise<void> {
  const alive = () => children.filter(({ pid, identity }) => processTable.identityOf(pid) === identity);
  if (await until(() => alive().length === 0, ORPHANS_LEAVE)) return;
  for (const { pid } of alive()) {
    logger.warn({ pid }, 'killing a process that a killed platform left behind');
    process.kill(pid, 'SIGKILL');
  }
  await until(() => alive().length === 0, ORPHANS_LEAVE);
}
