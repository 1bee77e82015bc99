import { Role } from '@candor/core/people';
import { Requirement } from '@candor/core/requirements';
import type { PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { ValueModel } from './models/model.js';
import { publishModel } from './models/model-service.js';
import { MODEL_PRESETS } from './models/presets.js';
import { scoreRequirement } from './scores/score-service.js';

const GRANTS: Readonly<Record<string, readonly string[]>> = {
  agent: ['requirements-value:read', 'requirements-value:score'],
  manager: [
    'requirements-value:read',
    'requirements-value:score',
    'requirements-value:manage',
    'requirements-value:report',
  ],
};

export function registerSeeds(api: PluginApi): void {
  api.seed('base', grantToRoles);
  api.seed('demo', seedDemo);
}

/** The roles that every installation starts with may deal with value; what they may is data and can be changed. */
async function grantToRoles(tx: Tx): Promise<void> {
  for (const role of await tx.em.find(Role, { key: { $in: Object.keys(GRANTS) } }))
    role.permissions = [...new Set([...role.permissions, ...GRANTS[role.key]!])];
}

/** What the demo's requirements are worth, by RICE. What is there already stays as it is. */
async function seedDemo(tx: Tx): Promise<void> {
  if ((await tx.em.count(ValueModel, { key: 'rice' })) > 0) return;
  const preset = MODEL_PRESETS.find(({ key }) => key === 'rice')!;
  const { model } = await publishModel(tx, preset);
  const requirements = await tx.em.find(
    Requirement,
    {},
    { orderBy: { capturedAt: 'asc', id: 'asc' }, limit: 2 },
  );
  for (const [i, { id: requirementId }] of requirements.entries()) {
    await scoreRequirement(tx, {
      requirementId,
      modelId: model.id,
      inputs: [
        { key: 'reach', value: 400 + 200 * i },
        { key: 'impact', value: i === 0 ? 2 : 1 },
        { key: 'confidence', value: 80 },
        { key: 'effort', value: 1 + i },
      ],
      stakeholder: 'service',
    });
  }
}
