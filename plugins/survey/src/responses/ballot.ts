import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { z } from 'zod';

const Ballot = z.object({
  survey: z.string(),
  questionnaire: z.string(),
  segments: z.record(z.string(), z.string()),
  locale: z.string(),
  /** From when it counts no more, in milliseconds; the end of a month, so that it says little. */
  expires: z.number(),
  /** Makes each ballot another one. */
  lot: z.string(),
});

/** The right to answer an anonymous survey once; it says nothing of the person. */
export type Ballot = z.infer<typeof Ballot>;

const FIELD = { field: 'survey.ballot', kind: 'plain' } as const;

/** A ballot as the person gets it. Only the platform can make one, and it keeps none. */
export function issueBallot(tx: Tx, facts: Omit<Ballot, 'lot'>): string {
  const body = Buffer.from(JSON.stringify({ ...facts, lot: randomBytes(16).toString('hex') })).toString(
    'base64url',
  );
  return `${body}.${tx.blindIndex(FIELD, hashOf(body))}`;
}

/** What a ballot says; null for one that the platform has not made or whose time is over. */
export function readBallot(services: Pick<Services, 'searchIndex'>, text: string, now: Date): Ballot | null {
  const [body = '', seal = ''] = text.split('.');
  if (!services.searchIndex(FIELD, hashOf(body)).some((one) => isSame(one, seal))) return null;
  const ballot = Ballot.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  return ballot.expires > now.getTime() ? ballot : null;
}

/** By what a response is found again while it is being answered. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
