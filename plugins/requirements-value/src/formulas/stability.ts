import { meanOf } from './agreement.js';
import { kendallTau, places } from './ranking.js';

type Values = Readonly<Record<string, number>>;
export type Formula = (values: Values) => number;

/** Something that is ranked by the mean of what several people put into the same formula. */
export interface Ranked {
  readonly votes: readonly Values[];
}

/** An input that is moved, kept within its bounds. */
export interface MovedInput {
  readonly key: string;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

export interface Stability {
  /** For each thing the most places it goes up and down when one of its own inputs moves, or a weight does. */
  readonly moves: ReadonlyArray<{ readonly up: number; readonly down: number }>;
  /** How many rankings were tried. */
  readonly trials: number;
  /** Kendall's τ-b between the ranking and those tried: its mean and its lowest; null where nothing is ordered. */
  readonly meanTau: number | null;
  readonly lowestTau: number | null;
  /** Of the rankings tried, how many leave every place as it is. */
  readonly unchanged: number;
}

/**
 * How well a ranking stands when what went into it is not quite right: one factor at a time, each input of each
 * thing is moved up and down by a share (0.2 for ±20 %), and each of the formulas tried instead (as with one weight
 * moved) is applied to all. Authority: A. Saltelli et al., “Sensitivity Analysis in Practice”, 2004 (one at a
 * time); the comparison is Kendall's τ-b.
 */
export function stabilityOf(
  things: readonly Ranked[],
  formula: Formula,
  inputs: readonly MovedInput[],
  share: number,
  insteadOf: readonly Formula[] = [],
): Stability {
  const scored = ({ votes }: Ranked, by: Formula) => meanOf(votes.map(by)) ?? 0;
  const values = things.map((thing) => scored(thing, formula));
  const before = places(values);
  const moves = things.map(() => ({ up: 0, down: 0 }));
  const taus: number[] = [];
  let trials = 0;
  let unchanged = 0;
  const look = (tried: readonly number[], whose: readonly number[]) => {
    const after = places(tried);
    for (const i of whose) {
      moves[i]!.up = Math.max(moves[i]!.up, before[i]! - after[i]!);
      moves[i]!.down = Math.max(moves[i]!.down, after[i]! - before[i]!);
    }
    trials += 1;
    if (after.every((place, i) => place === before[i])) unchanged += 1;
    const tau = kendallTau(values, tried);
    if (tau !== null) taus.push(tau);
  };
  things.forEach((thing, i) => {
    for (const input of inputs) {
      for (const factor of [1 - share, 1 + share]) {
        const votes = thing.votes.map((vote) => ({ ...vote, [input.key]: moved(vote, input, factor) }));
        look(values.with(i, scored({ votes }, formula)), [i]);
      }
    }
  });
  const all = things.map((_, i) => i);
  for (const other of insteadOf)
    look(
      things.map((thing) => scored(thing, other)),
      all,
    );
  return {
    moves,
    trials,
    unchanged,
    meanTau: meanOf(taus),
    lowestTau: taus.length === 0 ? null : Math.min(...taus),
  };
}

function moved(vote: Values, { key, minimum, maximum }: MovedInput, factor: number): number {
  const value = (vote[key] ?? 0) * factor;
  return Math.min(maximum ?? value, Math.max(minimum ?? value, value));
}
