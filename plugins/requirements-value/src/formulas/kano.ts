/** What one answer makes of a requirement. */
export type KanoLetter = 'A' | 'O' | 'M' | 'I' | 'R' | 'Q';

/** How many answers fall under each letter. */
export type KanoCounts = Readonly<Record<KanoLetter, number>>;

/**
 * The evaluation table: rows are the answer to “if it is there”, columns the answer to “if it is not there”, both
 * 1 (I like it), 2 (I expect it), 3 (I do not mind), 4 (I can live with it), 5 (I dislike it). A attractive,
 * O one-dimensional, M must-be, I indifferent, R reverse, Q questionable. Authority: N. Kano et al.,
 * “Attractive Quality and Must-Be Quality”, 1984, in the form of C. Berger et al., “Kano’s Methods for
 * Understanding Customer-defined Quality”, Center for Quality of Management Journal 2 (1993).
 */
export const KANO_TABLE: ReadonlyArray<readonly KanoLetter[]> = [
  ['Q', 'A', 'A', 'A', 'O'],
  ['R', 'I', 'I', 'I', 'M'],
  ['R', 'I', 'I', 'I', 'M'],
  ['R', 'I', 'I', 'I', 'M'],
  ['R', 'R', 'R', 'R', 'Q'],
];

/** The letter of an answer pair, each from 1 to 5; undefined for anything else. */
export function kanoLetter(functional: number, dysfunctional: number): KanoLetter | undefined {
  return KANO_TABLE[functional - 1]?.[dysfunctional - 1];
}

export function countKano(letters: readonly KanoLetter[]): KanoCounts {
  const counts = { A: 0, O: 0, M: 0, I: 0, R: 0, Q: 0 };
  for (const letter of letters) counts[letter] += 1;
  return counts;
}

export interface KanoResult {
  /** How much satisfaction it brings, 0 to 1: (A + O) / (A + O + M + I). */
  readonly better: number;
  /** How much dissatisfaction its absence brings, −1 to 0: −(O + M) / (A + O + M + I). */
  readonly worse: number;
  /** (better + |worse|) / 2, 0 to 1: what requirements are ranked by. */
  readonly satisfaction: number;
}

/**
 * Customer satisfaction coefficients, by Berger et al. 1993, and their mean size, the average satisfaction
 * coefficient of Y.-T. Park, H. Jang and H. Song, 2012. Null where no answer is A, O, M or I.
 */
export function kanoCoefficients({ A, O, M, I }: KanoCounts): KanoResult | null {
  const n = A + O + M + I;
  if (n === 0) return null;
  const better = (A + O) / n;
  const worse = O + M === 0 ? 0 : -(O + M) / n;
  return { better, worse, satisfaction: (better - worse) / 2 };
}

/** Which letter decides where two are as frequent: what is missed most first (Berger et al. 1993, M > O > A > I). */
const STRONGEST_FIRST: readonly KanoLetter[] = ['M', 'O', 'A', 'I', 'R', 'Q'];

/** The most frequent letter; null where nobody answered. */
export function kanoCategory(counts: KanoCounts): KanoLetter | null {
  const most = Math.max(...STRONGEST_FIRST.map((letter) => counts[letter]));
  return most === 0 ? null : STRONGEST_FIRST.find((letter) => counts[letter] === most)!;
}
