import { expect, test } from '@jest/globals';
import { Desk, type Seen } from './test-fixture.js';

test('the demo shows a ranking of its requirements', async () => {
  const desk = await Desk.open({ seeds: ['demo'] });
  const { valueModels } = await desk.agent.must('{ valueModels { edges { node { id key } } } }');
  expect(valueModels.edges.map((edge: Seen) => edge.node.key)).toEqual(['rice']);
  const ranked = await desk.ranking(valueModels.edges[0].node.id, '', desk.agent);
  expect(ranked.entries.map(({ place, score }: Seen) => [place, score])).toEqual([
    [1, 640],
    [2, 240],
  ]);
  await desk.close();
});
