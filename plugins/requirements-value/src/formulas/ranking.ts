/**
 * Places by value, the highest first; equal values share a place and the next one is left out (1, 2, 2, 4:
 * standard competition ranking).
 */
export function places(values: readonly number[]): number[] {
  const spans = spansOf(values);
  return values.map((value) => spans.get(value)!.place);
}

/** Ranks from the highest on; equal values share the mean of their places (1, 2.5, 2.5, 4), as tests on ranks ask for. */
export function meanRanks(values: readonly number[]): number[] {
  const spans = spansOf(values);
  return values.map((value) => {
    const { place, equal } = spans.get(value)!;
    return place - 1 + (equal + 1) / 2;
  });
}

/** For each value its place, and how many have it: by one sort, since thousands are ranked. */
function spansOf(
  values: readonly number[],
): ReadonlyMap<number, { readonly place: number; readonly equal: number }> {
  const spans = new Map<number, { place: number; equal: number }>();
  for (const [index, value] of values.toSorted((a, b) => b - a).entries()) {
    const span = spans.get(value);
    if (span) span.equal += 1;
    else spans.set(value, { place: index + 1, equal: 1 });
  }
  return spans;
}

/**
 * Kendall's τ-b of two lists of values of the same things, −1 to 1: how far they order them alike, with ties taken
 * into account. Authority: M. G. Kendall, “The treatment of ties in ranking problems”, Biometrika 33 (1945).
 * Null where one of them orders nothing.
 */
export function kendallTau(first: readonly number[], second: readonly number[]): number | null {
  let balance = 0;
  let ordered = 0;
  let orderedThen = 0;
  for (let i = 0; i < first.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const before = Math.sign(first[i]! - first[j]!);
      const after = Math.sign(second[i]! - second[j]!);
      balance += before * after;
      ordered += Math.abs(before);
      orderedThen += Math.abs(after);
    }
  }
  return ordered === 0 || orderedThen === 0 ? null : balance / Math.sqrt(ordered * orderedThen);
}
