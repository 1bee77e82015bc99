export interface Ordered {
  readonly name: string;
  readonly requires: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Puts plugins or hooks in order: what is required first, then by `before` and `after`, else as given.
 * A name that is absent orders nothing. A circle is an error that prints the way round.
 */
export function inOrder<T extends Ordered>(items: readonly T[]): T[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const ahead = new Map(items.map((item) => [item.name, new Set([...item.requires, ...item.after])]));
  for (const item of items) for (const later of item.before) ahead.get(later)?.add(item.name);

  const sorted: T[] = [];
  const done = new Set<string>();
  const visit = (item: T, path: readonly string[]): void => {
    if (done.has(item.name)) return;
    if (path.includes(item.name)) {
      throw new Error(
        `these wait for each other: ${[...path.slice(path.indexOf(item.name)), item.name].join(' → ')}`,
      );
    }
    for (const name of ahead.get(item.name)!) {
      const other = byName.get(name);
      if (other) visit(other, [...path, item.name]);
    }
    done.add(item.name);
    sorted.push(item);
  };
  for (const item of items) visit(item, []);
  return sorted;
}
