import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Desk, type Seen } from '../test-fixture.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const SIDES = { technical: 4, costBenefit: 3, market: 5, schedule: 2, risk: 3 };
const NEEDED = { isNeededToPlan: true, leastPoints: 2, provenance: 'a test' };

const judge = (requirementId: string, more: object = {}) => ({
  requirementId,
  ...SIDES,
  verdict: 'FEASIBLE',
  reason: 'The parts are there.',
  ...more,
});

test('M6 requirements are judged from five sides before they are planned, and not planned without where that is asked for', async () => {
  const [judged, hasty] = [await desk.capture('Judged'), await desk.capture('Hasty')];
  for (const id of [judged, hasty]) await desk.analyse(id);
  expect(await desk.figure('assessedBeforePlan')).toEqual([0, 0]);

  await desk.done('planRequirement', desk.plan(hasty));
  await desk.platform.advance('PT1H');
  await desk.done('assessFeasibility', judge(hasty, { verdict: 'CONDITIONAL' }));
  expect(await desk.figure('assessedBeforePlan')).toEqual([0, 1]);

  await desk.set('feasibility', NEEDED);
  expect(await desk.refused('planRequirement', desk.plan(judged))).toEqual([
    'FEASIBILITY_MISSING requirementId',
  ]);
  expect(await desk.refused('assessFeasibility', judge(judged, { risk: 0 }))).toEqual(['INVALID risk']);
  expect(await desk.refused('assessFeasibility', judge(judged, { market: 6 }))).toEqual(['INVALID market']);
  expect(await desk.refused('assessFeasibility', judge(judged, { reason: ' ' }))).toEqual(['INVALID reason']);
  expect(await desk.refused('assessFeasibility', judge(judged, { schedule: 1 }))).toEqual([
    'FEASIBILITY_CONTRADICTORY verdict',
  ]);
  await desk.done('assessFeasibility', judge(judged, { verdict: 'NOT_FEASIBLE', schedule: 1 }));
  expect(await desk.refused('planRequirement', desk.plan(judged))).toEqual([
    'FEASIBILITY_MISSING requirementId',
  ]);
  await desk.platform.advance('PT1H');
  await desk.done('assessFeasibility', judge(judged), desk.agent);
  const { requirement } = await desk.done('planRequirement', desk.plan(judged));
  expect(requirement.state).toBe('PLANNED');
  expect(await desk.figure('assessedBeforePlan')).toEqual([1, 2]);

  const source = `query($id: ID!) { node(id: $id) { ... on Requirement { feasibilities { edges { node {
    technical costBenefit market schedule risk verdict reason author } } } } } }`;
  const { node } = await desk.manager.must(source, { variables: { id: judged } });
  const all = node.feasibilities.edges.map((edge: Seen) => edge.node);
  expect(all.map(({ verdict }: Seen) => verdict)).toEqual(['FEASIBLE', 'NOT_FEASIBLE']);
  expect(all[0]).toMatchObject({ ...SIDES, author: desk.agent.id });
});
