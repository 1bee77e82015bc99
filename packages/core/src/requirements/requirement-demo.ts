import type { Tx } from '@candor/kernel/database';
import { DEMO } from '../boards/index.js';
import { Feedback } from '../feedback/index.js';
import { StaffMember } from '../people/index.js';
import { Requirement } from './requirement.js';
import {
  analyseRequirement,
  answerAcceptanceCriterion,
  setAcceptanceCriterion,
} from './requirement-analysis.js';
import { planRequirement, startRequirement } from './requirement-delivery.js';
import { RequirementClass, TriageOutcome } from './requirement-kinds.js';
import { captureRequirement, triageRequirement } from './requirement-service.js';

const DAY = 86_400_000;

/** Requirements that came of the demo's feedback, by its title; one is on its way, one waits to be decided on. */
const WISHES = [
  {
    feedback: '希望周日也能营业',
    title: '门店周日营业',
    description: '每周日 9:00–13:00 营业，安排两名员工值班。',
    class: RequirementClass.SERVICE_OPTIMISATION,
    scope: '市内全部门店，周日 9:00–13:00。',
    outOfScope: '节假日营业时间不变。',
    criterion: '顾客周日 9:00–13:00 到店可办理全部业务。',
  },
  {
    feedback: 'Tell me the hour of the delivery',
    title: 'Name the hour of a delivery',
    description: 'Tell the customer the two hours in which a parcel comes, on the morning of the day.',
    class: RequirementClass.NEW_FEATURE,
    scope: null,
    outOfScope: '',
    criterion: '',
  },
] as const;

/** What came of the demo's feedback. What is there already stays as it is. */
export async function seedDemoRequirements(tx: Tx): Promise<void> {
  const owner = await tx.em.findOne(StaffMember, { email: DEMO.manager });
  if (!owner) return;
  for (const { feedback: title, scope, outOfScope, criterion: text, ...wish } of WISHES) {
    const feedback = await tx.em.findOne(Feedback, { title });
    if (!feedback || (await tx.em.count(Requirement, { title: wish.title })) > 0) continue;
    const source = { sourceKind: 'feedback', sourceId: feedback.id, customerIds: [] };
    const { id: requirementId } = await captureRequirement(tx, { ...wish, ...source });
    if (scope === null) continue;
    await triageRequirement(tx, { requirementId, outcome: TriageOutcome.ACCEPT });
    // The demo's company is small: its head of service analyses alone.
    const settings = { analysis: { departments: 0, provenance: 'demo' } };
    const analysis = { requirementId, urgency: 3, importance: 4, scope, outOfScope, analystIds: [owner.id] };
    await analyseRequirement(tx, analysis, settings);
    const { criterion } = await setAcceptanceCriterion(tx, { requirementId, text });
    const customerId = feedback.customer.id;
    await answerAcceptanceCriterion(tx, { criterionId: criterion.id, isRight: true, customerId });
    const startsAt = new Date(tx.now.getTime() + DAY);
    const dueAt = new Date(tx.now.getTime() + 20 * DAY);
    await planRequirement(tx, { requirementId, ownerId: owner.id, startsAt, dueAt });
    await startRequirement(tx, { requirementId });
  }
}
