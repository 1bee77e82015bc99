import type { Client } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Scene, type Seen } from '../test-fixture.js';

let at: Scene;
beforeAll(async () => {
  at = await Scene.create();
});
afterAll(() => at.close());

const OWN = `{ viewer { customer { name contactPoints { totalCount } purchases { totalCount }
  tickets { edges { node { subject } } } requirements { totalCount } feedback { totalCount } boards { totalCount } } } }`;
const ARCHIVE = `query($id: ID!) { customerData(customerId: $id) { isComplete customer { name }
  consents { id } purchases { id } entitlements { id } notices { id } } }`;
const METRICS = `query($from: DateTime) { customerSelfServiceMetrics(from: $from) {
  selfServiceViews days { startsAt customers } metricDefinition { key version text } } }`;
const GOAL = `{ surveyGoals(filter: { key: { in: ["lookup-ease"] } }) { edges { node { provenance changePct startsAt dueAt
  progress { state baseline baselineN target delta donePct score { value n } } } } } }`;

const SENT = `query($survey: ID!) { surveyInvitations(filter: { survey: { in: [$survey] }, state: { in: [SENT] } }) {
  edges { node { token } } } }`;

/** What has to be counted is counted behind the answer. */
async function views(from?: string): Promise<Seen> {
  await at.platform.settle();
  const data = await at.manager.must(METRICS, { variables: { from } });
  return data.customerSelfServiceMetrics;
}
const lookup = async (): Promise<Seen> => (await at.manager.must(GOAL)).surveyGoals.edges[0].node;
const leap = async (days: number) => {
  const { clock } = at.platform;
  clock.set(new Date(clock.now().getTime() + days * 86_400_000));
  await at.platform.settle();
};

test('A8 customers look up their own file by themselves, how many do is counted, and that it becomes easier is a goal', async () => {
  const { customer: ada, platform } = at;
  const bo = await platform.customer({ name: 'Bo' });
  expect(await views()).toMatchObject({
    selfServiceViews: 0,
    days: [],
    metricDefinition: {
      key: 'customers.selfServiceViews',
      version: 1,
      text: expect.stringContaining('once'),
    },
  });

  // The own file, all of it, and of nobody else.
  await at.must(
    at.agent,
    'openTicket',
    {
      customerId: ada.id,
      subject: 'No light',
      channel: 'chat',
      ticketClass: 'SIMPLE',
      intake: { what: 'No light' },
    },
    'ticket { id }',
  );
  const looks = (by: Client) => by.must(OWN).then(({ viewer }) => viewer.customer);
  expect(await looks(ada)).toMatchObject({
    name: 'Ada',
    tickets: { edges: [{ node: { subject: 'No light' } }] },
  });
  const archive = async (by: Client, id: string) =>
    (await by.must(ARCHIVE, { variables: { id } })).customerData;
  expect(await archive(ada, ada.id!)).toMatchObject({ isComplete: true, customer: { name: 'Ada' } });
  expect(await archive(bo, ada.id!)).toBeNull();
  expect((await at.agent.run(ARCHIVE, { variables: { id: ada.id } })).errors?.[0]?.extensions['code']).toBe(
    'FORBIDDEN',
  );
  // Once for a customer and a day, however often; staff, and who only asks who it is, count for nothing.
  await looks(ada);
  await looks(at.agent);
  await platform.anonymous().must('{ viewer { kind } }');
  await bo.must('{ viewer { kind permissions } }');
  expect((await views()).selfServiceViews).toBe(1);
  await looks(bo);
  expect(await views()).toMatchObject({
    selfServiceViews: 2,
    days: [{ startsAt: '2026-03-02T00:00:00.000Z', customers: 2 }],
  });
  expect((await ada.run(METRICS)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  await platform.advance('P2D');
  await looks(ada);
  expect(await views()).toMatchObject({ selfServiceViews: 3, days: [{ customers: 2 }, { customers: 1 }] });
  expect((await views('2026-03-03T00:00:00Z')).selfServiceViews).toBe(1);

  // How easy it is say customers: a baseline first, then the way from there to 80 % more.
  const preset = { key: 'transparency' };
  expect(
    (
      await at.agent.run(
        'mutation { installSurveyPreset(input: { key: "transparency" }) { userErrors { code } } }',
      )
    ).errors,
  ).toBeDefined();
  const { survey } = await at.must(
    at.manager,
    'installSurveyPreset',
    preset,
    'survey { id questionnaires { edges { node { id } } } }',
  );
  const [{ node: draft }] = survey.questionnaires.edges;
  await at.publish(draft.id);
  expect(await lookup()).toMatchObject({
    changePct: 80,
    provenance: expect.stringContaining('seed-000'),
    progress: { state: 'NO_BASELINE', baseline: null, target: null },
  });
  const asked = [ada, bo];
  for (const name of ['Cy', 'Di', 'Ed']) asked.push(await platform.customer({ name }));
  const answer = async (by: Client, points: number) => {
    const agrees = { number: points };
    const rest = { transparency: agrees, lookup: agrees, effort: agrees, worry: agrees, trust: agrees };
    await at.fill(by, { ...rest, suggestion: {} });
  };
  for (const customer of asked) await answer(await at.link(survey.id, customer), 2);
  await leap(95);
  expect((await lookup()).progress).toMatchObject({ baseline: 25, baselineN: 5, target: 45 });
  // A quarter later the preset has asked them again by itself.
  const sent = await at.manager.must(SENT, { variables: { survey: survey.id } });
  for (const { node } of sent.surveyInvitations.edges) await answer(platform.bearer(node.token), 3);
  expect((await lookup()).progress).toMatchObject({
    ...{ state: 'REACHED', baseline: 25, target: 45, delta: 25, donePct: 125 },
    score: { value: 50, n: 5 },
  });
});
