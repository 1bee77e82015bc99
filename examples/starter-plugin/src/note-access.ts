import { Customer } from '@candor/core/customers';
import type { AccessRule } from '@candor/kernel';
import type { StarterNote } from './note.js';

/** Notes are for staff, and only for those who may see the customer; the rule becomes part of every read. */
export const noteAccess: AccessRule<StarterNote> = {
  read: (viewer, note) => viewer.is('staff') && viewer.sees(Customer, note.customer),
};
