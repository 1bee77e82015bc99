import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { parseMasterKeys } from '../master-key.js';

/** The form of the files that this release writes and reads. */
export const FORMAT = 1;

/** What a backup says of itself before its rows. */
export const Header = z.object({
  format: z.literal(FORMAT),
  /** Of Candor. */
  release: z.string(),
  /** When its snapshot was taken, in UTC. */
  at: z.iso.datetime(),
  /** The steps that each plugin had applied, by the table that tells of them. */
  ledgers: z.record(z.string(), z.array(z.string())),
  /** How far each sequence had counted; null for one that was never used. */
  sequences: z.record(z.string(), z.string().nullable()),
  tables: z.number().int(),
  /** By which other master keys are told from the right ones, without saying anything about them. */
  keyChecks: z.array(z.string()),
  /** The master keys themselves, where they were asked for: whoever has such a file can read everything. */
  masterKeys: z.string().optional(),
});
export type Header = z.infer<typeof Header>;

export const TableStart = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
export type TableStart = z.infer<typeof TableStart>;

export const TableEnd = z.object({ rows: z.number().int().nonnegative() });

/** One a master key: the same for the same key. What it is made from cannot be found out from it. */
export function keyChecksOf(masterKeys: string): string[] {
  return parseMasterKeys(masterKeys).all.map(({ secret }) =>
    createHmac('sha256', secret).update('candor backup').digest('hex').slice(0, 16),
  );
}
