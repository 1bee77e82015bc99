import { readExpression } from '../formulas/expression.js';
import { kanoCoefficients } from '../formulas/kano.js';
import { rice } from '../formulas/rice.js';
import type { Formula, MovedInput } from '../formulas/stability.js';
import { UndefinedValue } from '../formulas/undefined-value.js';
import { weightedSum, withWeightMoved } from '../formulas/weighted.js';
import { wsjf } from '../formulas/wsjf.js';
import { ValueModelKind } from './model-kind.js';
import type { StoredInput, ValueModelVersion } from './model-version.js';

type Computed = Pick<ValueModelVersion, 'expression' | 'storedInputs'>;

/** The formula of a version; it throws `UndefinedValue` where it has no value. */
export function formulaOf(kind: ValueModelKind, { expression, storedInputs }: Computed): Formula {
  switch (kind) {
    case ValueModelKind.RICE:
      return (values) => rice(named(values, 'reach', 'impact', 'confidence', 'effort'));
    case ValueModelKind.WSJF:
      return (values) =>
        wsjf(named(values, 'businessValue', 'timeCriticality', 'riskOpportunity', 'jobSize'));
    case ValueModelKind.KANO:
      return (values) => {
        const result = kanoCoefficients(named(values, 'A', 'O', 'M', 'I', 'R', 'Q'));
        if (result) return result.satisfaction;
        throw new UndefinedValue(null, 'No customer has answered so that it counts.');
      };
    case ValueModelKind.WEIGHTED:
    case ValueModelKind.AHP:
      return sumBy(storedInputs, weightsOf(storedInputs));
    case ValueModelKind.CUSTOM:
      return readExpression(
        expression ?? '',
        storedInputs.map(({ key }) => key),
      );
  }
}

/** The formulas that a version would have with one of its weights moved by a share, up and down; none without weights. */
export function withWeightsMoved({ storedInputs }: Computed, share: number): Formula[] {
  if (storedInputs.some(({ weight }) => weight === null)) return [];
  const weights = weightsOf(storedInputs);
  return storedInputs.flatMap((_, place) =>
    [1 - share, 1 + share]
      .map((factor) => withWeightMoved(weights, place, factor))
      .filter((moved) => moved !== null)
      .map((moved) => sumBy(storedInputs, moved)),
  );
}

/** Which inputs of a version are moved to see how well a ranking stands: all that its formula reads. */
export function movedInputs(kind: ValueModelKind, { storedInputs }: Computed): readonly MovedInput[] {
  // Answers that are reverse or questionable count for nothing.
  const isRead = ({ key }: StoredInput) => kind !== ValueModelKind.KANO || !['R', 'Q'].includes(key);
  return storedInputs.filter(isRead);
}

function weightsOf(inputs: readonly StoredInput[]): number[] {
  return inputs.map(({ weight }) => weight ?? 0);
}

function sumBy(inputs: readonly StoredInput[], weights: readonly number[]): Formula {
  return (values) =>
    weightedSum(inputs.map(({ key }, i) => ({ value: named(values, key)[key]!, weight: weights[i]! })));
}

function named<Name extends string>(
  values: Readonly<Record<string, number>>,
  ...names: readonly Name[]
): Record<Name, number> {
  const missing = names.find((name) => !Object.hasOwn(values, name));
  if (missing !== undefined) throw new UndefinedValue(missing, `"${missing}" is missing.`);
  return values as Record<Name, number>;
}
