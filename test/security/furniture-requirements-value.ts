import { uuidOf } from '@candor/kernel/database';
import type { TestPlatform } from '@candor/testing';
import type { Run } from './furniture.js';
import { type Furniture, idsIn, type Matters } from './furniture-plugins.js';

/** What Ada's requirement is worth, by every measure; and what a year came to. */
export async function requirementsValueOf(
  platform: TestPlatform,
  run: Run,
  { customerId, requirementId }: Matters,
): Promise<Furniture> {
  const { valueModel } = await run('installValueModelPreset', { key: 'rice' }, 'valueModel { id }');
  const values = { reach: 100, impact: 2, confidence: 80, effort: 4 };
  const inputs = Object.entries(values).map(([key, value]) => ({ key, value }));
  await run('scoreRequirement', { requirementId, modelId: valueModel.id, inputs }, 'valueScore { id }');
  const answers = [{ functional: 1, dysfunctional: 5, customerId, sourceId: 'sheet-1' }];
  await run('recordKanoAnswers', { requirementId, source: 'interview', answers }, 'requirement { id }');
  const pair = { functionalQuestion: 'with', dysfunctionalQuestion: 'without' };
  const [surveyId = 'survey-of-another-system'] = await idsIn(platform, 'survey_survey');
  await run('setKanoQuestions', { requirementId, surveyId, ...pair }, 'valueKanoQuestion { id }');
  const sides = { technical: 4, costBenefit: 3, market: 5, schedule: 4, risk: 3 };
  await run(
    'assessFeasibility',
    { requirementId, ...sides, verdict: 'FEASIBLE', reason: 'Small' },
    'feasibility { id }',
  );
  const estimate = {
    repurchaseLift: 20,
    costCut: '1000',
    currency: 'CNY',
    confidence: 80,
    reason: 'Interviews',
  };
  await run('estimateRequirement', { requirementId, ...estimate }, 'valueEstimate { id }');
  const delivered = await deliveredLastYear(platform, run, customerId);
  const cut = { requirementId: delivered, amount: '700', currency: 'CNY', evidence: 'The books' };
  await run('recordRealisedCostCut', cut, 'realisedCostCut { id }');
  for (const quarter of [1, 2, 3, 4])
    await run('assessQuarter', { year: 2025, quarter }, 'valueAssessment { id }');
  const plan = [{ aim: 'Faster', measure: 'Days', quarter: 2 }];
  await run(
    'publishValueReport',
    { year: 2025, summary: 'A year', modelId: valueModel.id, plan },
    'valueReport { id }',
  );
  return { main: [valueModel.id], internal: [], unseen: [], ofOther: async () => ({}) };
}

/** A requirement as it would be, had it been captured and delivered in the year that is assessed. */
async function deliveredLastYear(platform: TestPlatform, run: Run, customerId: string): Promise<string> {
  const { query } = platform.platform.services;
  const { requirement } = await run(
    'captureRequirement',
    {
      ...{ title: 'Instalments', description: 'At length', class: 'NEW_FEATURE' },
      ...{ sourceKind: 'form', sourceId: 'form-1', customerIds: [customerId] },
    },
    'requirement { id }',
  );
  const id = uuidOf('requirement', requirement.id);
  await query(
    `update requirements_requirement set state = 'DELIVERED', delivered_at = '2025-08-15T09:00:00Z' where id = $1`,
    [id],
  );
  // What was expected of it was written down before.
  await query(
    `insert into requirements_value_estimate select (jsonb_populate_record(one, jsonb_build_object(
       'id', gen_random_uuid(), 'requirement_id', $1::text, 'estimated_at', '2025-08-01T09:00:00Z'))).*
     from requirements_value_estimate one`,
    [id],
  );
  return requirement.id;
}
