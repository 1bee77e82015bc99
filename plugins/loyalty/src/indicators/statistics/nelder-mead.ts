import { setImmediate } from 'node:timers/promises';

/** Where a function is least, and how low it is there. */
export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  readonly evaluations: number;
  /** Whether the search came to rest, rather than to its limit of evaluations. */
  readonly isConverged: boolean;
}

interface Corner {
  readonly at: readonly number[];
  readonly value: number;
}

/**
 * Minimises a function of a few variables without its derivatives, by a simplex that reflects, expands, contracts
 * and shrinks with the coefficients 1, 2, ½ and ½. It rests when the values of its corners lie within `tolerance`
 * of each other, relative to their size. Others get their turn between its steps, since a function may take
 * milliseconds and the search hundreds of steps.
 * Authority: Nelder and Mead (1965), "A Simplex Method for Function Minimization"; Lagarias et al. (1998).
 */
export async function nelderMead(
  f: (at: readonly number[]) => number,
  start: readonly number[],
  { step = 0.5, tolerance = 1e-10, limit = 4_000 } = {},
): Promise<Minimum> {
  let evaluations = 0;
  const corner = (at: readonly number[]): Corner => {
    evaluations += 1;
    const value = f(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const moved = start.map((_, axis) => start.map((x, i) => (i === axis ? x + step : x)));
  let simplex = [start, ...moved].map(corner);
  for (;;) {
    await setImmediate();
    simplex.sort((one, other) => one.value - other.value);
    const best = simplex[0]!;
    const worst = simplex.at(-1)!;
    const spread = Math.abs(worst.value - best.value);
    const isConverged = spread <= tolerance * (Math.abs(best.value) + tolerance);
    if (isConverged || evaluations >= limit) return { ...best, evaluations, isConverged };
    const others = simplex.slice(0, -1);
    const centre = start.map((_, axis) => others.reduce((sum, { at }) => sum + at[axis]!, 0) / others.length);
    /** On the line from the worst corner through the centre of the others: 1 is its mirror image. */
    const along = (distance: number) => corner(centre.map((c, axis) => c + distance * (c - worst.at[axis]!)));
    const mirrored = along(1);
    if (mirrored.value < best.value) {
      const further = along(2);
      simplex = [...others, further.value < mirrored.value ? further : mirrored];
    } else if (mirrored.value < others.at(-1)!.value) {
      simplex = [...others, mirrored];
    } else {
      const nearer = along(mirrored.value < worst.value ? 0.5 : -0.5);
      if (nearer.value < Math.min(mirrored.value, worst.value)) simplex = [...others, nearer];
      else
        simplex = [
          best,
          ...simplex.slice(1).map(({ at }) => corner(at.map((x, axis) => (x + best.at[axis]!) / 2))),
        ];
    }
  }
}
