import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { AuditedNeed } from './audited-need.js';
import { Requirement } from './requirement.js';
import type { AuditNeedInput } from './requirement-inputs.js';
import { comesFrom, seeSource } from './requirement-source.js';

/**
 * Notes a need that was found in a record by checking afterwards. It counts as captured only by a requirement
 * that came from the record. Locks the record and the need, so that nobody counts one twice.
 */
export async function auditNeed(tx: Tx, input: AuditNeedInput): Promise<AuditedNeed> {
  const { sourceKind, sourceId, isKey } = input;
  const need = input.need.trim();
  const requirement = input.requirementId
    ? await tx.see(Requirement, input.requirementId, ['requirementId'])
    : null;
  await seeSource(tx, input);
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('requirements_audited_need ' || $1, 0))`, [
    `${sourceKind} ${sourceId} ${need}`,
  ]);
  if ((await tx.em.count(AuditedNeed, { sourceKind, sourceId, need })) > 0) {
    throw new UserError('INVALID', ['need'], 'This need of the record was noted already.');
  }
  if (requirement && !(await comesFrom(tx, requirement, input))) {
    throw new UserError(
      'INVALID',
      ['requirementId'],
      'That requirement came from elsewhere: link it to the record first, or leave it out.',
    );
  }
  const found = tx.em.create(
    AuditedNeed,
    {
      sourceKind,
      sourceId,
      need,
      isKey,
      isCaptured: requirement !== null,
      requirement,
      auditedAt: tx.now,
      auditedBy: tx.actor.id ?? tx.actor.kind,
    },
    { partial: true },
  );
  audit(tx, {
    action: 'requirement.auditNeed',
    subject: found.id,
    after: { sourceKind, sourceId, isKey, requirement: requirement?.id ?? null },
  });
  return found;
}
