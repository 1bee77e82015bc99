import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The first matters `ratio` times as much as the second, on Saaty's scale from 1/9 to 9. */
export interface Judgement {
  readonly first: string;
  readonly second: string;
  readonly ratio: number;
}

/** The random index by the number of criteria, from 1 to 10 (T. L. Saaty, “The Analytic Hierarchy Process”, 1980). */
export const RANDOM_INDEX = [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49] as const;

/** Judgements above this consistency ratio are flagged (Saaty 1980). */
export const CONSISTENCY_LIMIT = 0.1;

export interface AhpResult {
  /** One for each criterion, in their order; they sum to 1. */
  readonly weights: readonly number[];
  readonly lambdaMax: number;
  /** CI = (λmax − n) / (n − 1). */
  readonly consistencyIndex: number;
  readonly randomIndex: number;
  /** CR = CI / RI; 0 for one or two criteria, which cannot contradict each other. */
  readonly consistencyRatio: number;
  readonly isConsistent: boolean;
}

/**
 * Weights from pairwise comparisons: the principal right eigenvector of the reciprocal matrix, summing to 1, with
 * the consistency ratio. Authority: T. L. Saaty, “The Analytic Hierarchy Process”, 1980. Each pair has to be
 * judged once, which is the caller's to check.
 */
export function ahp(criteria: readonly string[], judgements: readonly Judgement[]): AhpResult {
  const n = criteria.length;
  const matrix = Matrix.eye(n, n);
  for (const { first, second, ratio } of judgements) {
    const row = criteria.indexOf(first);
    const column = criteria.indexOf(second);
    matrix.set(row, column, ratio);
    matrix.set(column, row, 1 / ratio);
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix);
  // By Perron and Frobenius the largest real part belongs to the principal eigenvalue, whose vector has one sign.
  const place = realEigenvalues.indexOf(Math.max(...realEigenvalues));
  const vector = eigenvectorMatrix.getColumn(place).map(Math.abs);
  const sum = vector.reduce((total, one) => total + one, 0);
  const lambdaMax = realEigenvalues[place]!;
  const consistencyIndex = n > 1 ? Math.max(0, (lambdaMax - n) / (n - 1)) : 0;
  const randomIndex = RANDOM_INDEX[n - 1] ?? Number.NaN;
  const consistencyRatio = randomIndex === 0 ? 0 : consistencyIndex / randomIndex;
  return {
    weights: vector.map((one) => one / sum),
    lambdaMax,
    consistencyIndex,
    randomIndex,
    consistencyRatio,
    isConsistent: consistencyRatio <= CONSISTENCY_LIMIT,
  };
}
