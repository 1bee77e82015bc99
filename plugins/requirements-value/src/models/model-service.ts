import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { authorOf } from '../actor-name.js';
import { definitionOf, unsound } from './definition.js';
import { ValueModel } from './model.js';
import type { PublishValueModelInput } from './model-inputs.js';
import { ValueModelVersion } from './model-version.js';

/**
 * Publishes a model, or another version of one. What was published never changes. Two who publish under one key
 * follow each other, so that each has a number of its own. Throws VALUE_MODEL_UNSOUND.
 */
export async function publishModel(tx: Tx, input: PublishValueModelInput): Promise<ValueModelVersion> {
  const { key, name, kind, provenance } = input;
  const definition = definitionOf(input);
  await tx.query(`select pg_advisory_xact_lock(hashtext('requirements_value_model'), hashtext($1))`, [key]);
  const known = await tx.em.findOne(ValueModel, { key });
  if (known && known.kind !== kind)
    throw unsound(['kind'], `"${key}" is a model of the kind ${known.kind}: take another key.`);
  const model =
    known ?? tx.em.create(ValueModel, { key, name: textsOf(name), kind, versionCount: 0 }, { partial: true });
  model.name = textsOf(name);
  model.versionCount += 1;
  const version = tx.em.create(
    ValueModelVersion,
    {
      ...definition,
      model,
      number: model.versionCount,
      publishedAt: tx.now,
      author: authorOf(tx),
      provenance,
    },
    { partial: true },
  );
  await tx.em.flush();
  audit(tx, {
    action: 'valueModel.publish',
    subject: model.id,
    after: { kind, number: version.number, provenance },
  });
  emit(tx, 'requirements-value.model-published', {
    subject: model.id,
    version: model.version,
    payload: { modelId: model.id, versionId: version.id, kind, number: version.number },
  });
  return version;
}
