import { Requirement } from '@candor/core/requirements';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError, UserErrors } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { authorOf } from '../actor-name.js';
import { UndefinedValue } from '../formulas/undefined-value.js';
import { kanoCountsOf } from '../kano/kano-answers.js';
import { formulaOf } from '../models/formula-of.js';
import { ValueModel } from '../models/model.js';
import { ValueModelKind } from '../models/model-kind.js';
import { type StoredInput, ValueModelVersion } from '../models/model-version.js';
import { ValueScore } from './score.js';
import type { ScoreRequirementInput, ValueNumberInput } from './score-inputs.js';

/**
 * Computes a score with the newest version of a model and writes it down with all that went into it; scores that
 * are there stay. Locks nothing. Throws VALUE_UNDEFINED where the formula has no value, and INVALID by input.
 */
export async function scoreRequirement(tx: Tx, input: ScoreRequirementInput): Promise<ValueScore> {
  const requirement = await tx.see(Requirement, input.requirementId, ['requirementId']);
  const model = await tx.see(ValueModel, input.modelId, ['modelId']);
  const modelVersion = await tx.em.findOneOrFail(ValueModelVersion, {
    model: model.id,
    number: model.versionCount,
  });
  const values =
    model.kind === ValueModelKind.KANO
      ? await counted(tx, requirement, input.inputs)
      : taken(modelVersion.storedInputs, input.inputs);
  const confidence = input.confidence ?? (model.kind === ValueModelKind.RICE ? values['confidence'] : null);
  if (confidence == null)
    throw new UserError('INVALID', ['confidence'], 'Say how sure you are of the inputs, in percent.');
  const author = authorOf(tx);
  const score = tx.em.create(
    ValueScore,
    {
      requirement,
      modelVersion,
      inputs: Object.entries(values).map(([key, value]) => ({ key, value })),
      score: computed(model.kind, modelVersion, values),
      confidence,
      stakeholder: input.stakeholder ?? author,
      author,
      at: tx.now,
    },
    { partial: true },
  );
  audit(tx, {
    action: 'requirement.score',
    subject: requirement.id,
    after: { model: model.key, version: modelVersion.number, inputs: values, score: score.score },
  });
  emit(tx, 'requirements-value.scored', {
    subject: requirement.id,
    payload: {
      requirementId: requirement.id,
      scoreId: score.id,
      modelId: model.id,
      modelVersionId: modelVersion.id,
      score: score.score,
    },
  });
  return score;
}

function computed(
  kind: ValueModelKind,
  version: ValueModelVersion,
  values: Readonly<Record<string, number>>,
): number {
  try {
    return formulaOf(kind, version)(values);
  } catch (error) {
    if (!(error instanceof UndefinedValue)) throw error;
    throw new UserError('VALUE_UNDEFINED', error.input ? ['inputs', error.input] : ['inputs'], error.message);
  }
}

/** Each input once and within its bounds; all that is wrong is said at once. */
function taken(
  inputs: readonly StoredInput[],
  given: readonly ValueNumberInput[],
): Readonly<Record<string, number>> {
  const errors: UserError[] = [];
  const refuse = (key: string, message: string) =>
    errors.push(new UserError('INVALID', ['inputs', key], message));
  const known = new Map(inputs.map((one) => [one.key, one]));
  const values = new Map<string, number>();
  for (const { key, value } of given) {
    const input = known.get(key);
    if (!input) refuse(key, `The model asks for no "${key}". It asks for ${[...known.keys()].join(', ')}.`);
    else if (values.has(key)) refuse(key, `"${key}" is given twice.`);
    else if (!isTaken(input, value)) refuse(key, whatIsTaken(input));
    values.set(key, value);
  }
  for (const { key } of inputs) if (!values.has(key)) refuse(key, `"${key}" is missing.`);
  if (errors.length > 0) throw new UserErrors(errors);
  return Object.fromEntries(values);
}

function isTaken({ minimum, maximum, allowed, isDivisor }: StoredInput, value: number): boolean {
  if (isDivisor && value <= 0) return false;
  if (allowed.length > 0) return allowed.includes(value);
  return value >= (minimum ?? value) && value <= (maximum ?? value);
}

function whatIsTaken({ key, minimum, maximum, allowed, isDivisor }: StoredInput): string {
  if (allowed.length > 0) return `"${key}" must be one of ${allowed.join(', ')}.`;
  if (isDivisor) return `"${key}" divides, so it must be greater than 0.`;
  if (minimum === null) return `"${key}" must be at most ${maximum}.`;
  return `"${key}" must be ${maximum === null ? `at least ${minimum}` : `from ${minimum} to ${maximum}`}.`;
}

async function counted(
  tx: Tx,
  requirement: Requirement,
  given: readonly ValueNumberInput[],
): Promise<Readonly<Record<string, number>>> {
  if (given.length > 0)
    throw new UserError('INVALID', ['inputs'], 'Kano counts the recorded answers: give no inputs.');
  const [counts] = await kanoCountsOf(tx, [requirement.id]);
  return counts!;
}
