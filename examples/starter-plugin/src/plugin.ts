import { Customer } from '@candor/core/customers';
import { definePlugin } from '@candor/kernel';
import { sql } from 'kysely';
import { Starter20261122 } from './migrations/starter-20261122.js';
import { StarterNote } from './note.js';
import { noteAccess } from './note-access.js';
import { NoteResolver } from './note-resolver.js';
import { StarterSettings, tidyNotes, welcomeCustomers } from './note-work.js';

/** Notes that staff pin to customers. */
export const plugin = definePlugin({
  name: 'starter',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { customers: '^1.0.0' },
  settings: StarterSettings,
  setup(api) {
    api.store({ entities: [StarterNote], migrations: [Starter20261122] });
    api.access(StarterNote, noteAccess);
    api.list('starterNotes', StarterNote, {
      description: 'The notes that are pinned to the customer, the newest first.',
      on: { type: Customer, by: 'customer' },
      orderBy: ['createdAt'],
      where: (note) => sql`${note.archivedAt} is null`,
    });
    api.graphql.resolvers(NoteResolver);
    welcomeCustomers(api);
    tidyNotes(api);
  },
});
