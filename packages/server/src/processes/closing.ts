import { setTimeout as pause } from 'node:timers/promises';
import { aborted, type StopRequest } from './signals.js';

/** How long closing may take, in milliseconds; shorter when the parent was killed and the next one waits. */
const GRACE = 15_000;
const ORPHANS_GRACE = 3_000;

/** Waits for the request to stop, then closes; what is not closed within the grace is left to the process's end. */
export async function closeInOrder(stop: StopRequest, open: { close(): Promise<void> }): Promise<void> {
  await aborted(stop.polite);
  const patience = pause(stop.isOrphan ? ORPHANS_GRACE : GRACE, undefined, { ref: false });
  await Promise.race([open.close(), patience, aborted(stop.forced)]);
}
