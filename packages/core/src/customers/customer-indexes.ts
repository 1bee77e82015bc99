import type { PluginApi } from '@candor/kernel';
import { indexedBirthday } from './birth-date.js';
import { ContactPoint } from './contact-point.js';
import { contactIndex } from './contact-value.js';
import { Customer } from './customer.js';

/** By which columns sealed texts are found. */
export function customerIndexes(api: PluginApi): void {
  api.indexed(ContactPoint, {
    sealed: 'value',
    index: 'valueIndex',
    needs: ['kind'],
    of: (value, { kind }) => ({ field: contactIndex(kind), value }),
  });
  api.indexed(Customer, { sealed: 'birthDate', index: 'birthdayIndex', of: indexedBirthday });
}
