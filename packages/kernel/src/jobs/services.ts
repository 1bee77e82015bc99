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
