import type { Tx } from '../database/tx.js';
import type { Services } from '../plugin/contract.js';

/** The same services, but for some of them. */
export function servicesWith(services: Services, others: Partial<Services>): Services {
  return new Proxy(services, {
    get(target, property) {
      const other: unknown = Reflect.get(others, property);
      if (other) return other;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** On the connection that a transaction has: a second one might have to be waited for by all workers at once (P8). */
export function joinedTo(services: Services, tx: Tx): Services {
  return servicesWith(services, {
    command: (work, options) => services.command(() => work(tx), options),
    query: (text, values) => tx.query(text, values),
  });
}
