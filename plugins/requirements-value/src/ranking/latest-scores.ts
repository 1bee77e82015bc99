import type { Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import type { ValueModelKind } from '../models/model-kind.js';
import type { StoredInput } from '../models/model-version.js';

/** The newest version of a model, as calculations take it. */
export interface NewestVersion {
  readonly id: string;
  readonly modelId: string;
  readonly kind: ValueModelKind;
  readonly expression: string | null;
  readonly storedInputs: StoredInput[];
}

interface VersionRow {
  readonly id: string;
  readonly model_id: string;
  readonly kind: ValueModelKind;
  readonly expression: string | null;
  readonly stored_inputs: StoredInput[];
}

export async function newestVersion(
  on: Pick<Services, 'query'>,
  modelId: string,
): Promise<NewestVersion | null> {
  const [row] = await on.query<VersionRow>(
    `select v.id, v.model_id, m.kind, v.expression, v.stored_inputs
     from requirements_value_model_version v join requirements_value_model m on m.id = v.model_id
     where m.id = $1 and v.number = m.version_count`,
    [uuidOf('value_model', modelId) ?? null],
  );
  if (!row) return null;
  const { kind, expression } = row;
  return {
    id: idOf('value_model_version', row.id),
    modelId: idOf('value_model', row.model_id),
    kind,
    expression,
    storedInputs: row.stored_inputs,
  };
}

/** What one stakeholder said last of one requirement. */
export interface LatestScore {
  readonly requirementId: string;
  readonly stakeholder: string;
  readonly values: Readonly<Record<string, number>>;
  readonly score: number;
  readonly confidence: number;
}

interface ScoreRow {
  readonly requirement_id: string;
  readonly stakeholder: string;
  readonly inputs: ReadonlyArray<{ readonly key: string; readonly value: number }>;
  readonly score: number;
  readonly confidence: number;
}

const LATEST = `select distinct on (s.requirement_id, s.stakeholder)
    s.requirement_id, s.stakeholder, s.inputs, s.score, s.confidence
  from requirements_value_score s join requirements_requirement r on r.id = s.requirement_id
  where s.model_version_id = $1 and ($2 or r.state not in ('DELIVERED', 'DECLINED', 'DUPLICATE'))
  order by s.requirement_id, s.stakeholder, s.at desc, s.id desc`;

/** The last score of each stakeholder for each requirement, with one version of a model. */
export async function latestScores(
  on: Pick<Services, 'query'>,
  versionId: string,
  isClosedIncluded: boolean,
): Promise<LatestScore[]> {
  const rows = await on.query<ScoreRow>(LATEST, [uuidOf('value_model_version', versionId), isClosedIncluded]);
  return rows.map(({ requirement_id, inputs, ...row }) => ({
    ...row,
    requirementId: idOf('requirement', requirement_id),
    values: Object.fromEntries(inputs.map(({ key, value }) => [key, value])),
  }));
}
