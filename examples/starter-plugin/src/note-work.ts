import type { PluginApi } from '@candor/kernel';
import { z } from 'zod';
import { StarterNote } from './note.js';

export const StarterSettings = z.object({
  keepDays: z.number().int().min(1).default(30).describe('For how many days a note stays.'),
});

/** Every new customer gets a first note: once, however often the event is delivered. */
export function welcomeCustomers(api: PluginApi): void {
  api.after('customer.created', { id: 'starter.welcome' }, async ({ subject }, tx) => {
    tx.em.create(StarterNote, { customer: subject, text: 'Say hello.' }, { partial: true });
  });
}

/** Old notes are taken off every night. */
export function tidyNotes(api: PluginApi): void {
  const tidy = api.job(
    'starter.tidy',
    { description: 'Takes off the notes that are older than they are kept.', input: z.strictObject({}) },
    async (_, services) => {
      const { keepDays } = services.settings<z.output<typeof StarterSettings>>('starter');
      await services.command(async (tx) => {
        const before = new Date(tx.now.getTime() - keepDays * 86_400_000);
        await tx.em.nativeUpdate(
          StarterNote,
          { createdAt: { $lt: before }, archivedAt: null },
          { archivedAt: tx.now },
        );
      });
    },
  );
  api.schedule('starter.tidy.nightly', { cron: '0 3 * * *', timeZone: 'UTC', missed: 'once' }, tidy);
}
