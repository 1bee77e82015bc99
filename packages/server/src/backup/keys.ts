import { Notice } from '../notice.js';
import { type Header, keyChecksOf } from './contents.js';

/**
 * Whether this installation has the keys that the backup was made under. Answers those of the backup where it brings
 * them along and there are none here, for them to be kept; throws a notice where others are needed.
 */
export function keysToKeep(
  { keyChecks, masterKeys, at }: Header,
  here: string | undefined,
): string | undefined {
  if (here === undefined) {
    if (masterKeys === undefined) throw new Notice(`${missing(at)} and there is none here.`);
    return masterKeys;
  }
  const present = keyChecksOf(here);
  if (!keyChecks.every((check) => present.includes(check)))
    throw new Notice(`${missing(at)} and the one here is another.`);
  return undefined;
}

function missing(at: string): string {
  return `What is sealed in the backup of ${at} opens with the master key of that time only: set CANDOR_MASTER_KEY to it,`;
}
