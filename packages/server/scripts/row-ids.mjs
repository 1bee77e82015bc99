/** The rows that Candor answers for: how many each group of the mission has, and each table of bars. */
const MISSION = {
  A: 9,
  B: 9,
  C: 26,
  D: 9,
  E: 5,
  F: 5,
  G: 8,
  H: 3,
  I: 9,
  J: 4,
  K: 4,
  L: 15,
  M: 11,
  N: 3,
  O: 15,
  P: 11,
  Q: 5,
  R: 12,
  S: 14,
  T: 5,
  U: 11,
};
const BARS = { speed: 9, fault: 23, sec: 33, api: 36 };
/** Added between two others later, or withdrawn. */
const BETWEEN = { 'fault-3': ['fault-3b', 'fault-3c'], 'fault-9': ['fault-9b'] };
const WITHDRAWN = new Set(['api-35']);

/** Every id, group by group, in order: `{ A: ['A1', …], …, api: ['api-1', …] }`. */
export function rowIds() {
  const groups = {};
  for (const [group, count] of Object.entries(MISSION)) groups[group] = upTo(count, (n) => `${group}${n}`);
  for (const [group, count] of Object.entries(BARS)) {
    groups[group] = upTo(count, (n) => `${group}-${n}`)
      .flatMap((id) => [id, ...(BETWEEN[id] ?? [])])
      .filter((id) => !WITHDRAWN.has(id));
  }
  return groups;
}

function upTo(count, name) {
  return Array.from({ length: count }, (_, index) => name(index + 1));
}
