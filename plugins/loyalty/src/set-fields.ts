/** Sets what was given: fields that were left out stay as they are. Answers which differed. */
export function setFields<T extends object>(
  record: T,
  given: { readonly [K in keyof T]?: T[K] | undefined },
): string[] {
  const changed = Object.keys(given).filter((field) => {
    const value = given[field as keyof T];
    return value !== undefined && value !== record[field as keyof T];
  });
  for (const field of changed) record[field as keyof T] = given[field as keyof T] as T[keyof T];
  return changed;
}
