import type { Services } from '../plugin/contract.js';

/** The same services, but for how a transaction is opened. */
export function withCommand(services: Services, command: Services['command']): Services {
  return new Proxy(services, {
    get(target, property) {
      if (property === 'command') return command;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
