/** The name of one event, all events of one sort of record (`ticket.*`), or all there are (`*`). */
export const EVENT_PATTERN = /^(\*|[a-z][a-z0-9-]*\.(\*|[a-z][a-z0-9-]*))$/;

/** The patterns that an event of a name meets. */
export function patternsFor(name: string): string[] {
  return [name, `${name.split('.', 1)[0]}.*`, '*'];
}

/** The same in SQL, separated by commas, of an expression that is the name. */
export function patternsOf(name: string): string {
  return `${name}, split_part(${name}, '.', 1) || '.*', '*'`;
}
