import { definePlugin } from '@candor/kernel';
import type { Session } from '@candor/kernel/graphql';
import { append } from '@candor/kernel/live';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Onlooker, type View } from './onlooker.js';
import { type Agents, people } from './sharing.js';

/** A field that looks at the viewer, one that says it does not, and one that says nothing. */
const curious = definePlugin({
  name: 'curious',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { boards: '^1.0.0' },
  setup(api) {
    api.graphql.extend('ProgressBoard', 'watchedBy: String', {
      description: 'Who looks at it.',
      needs: ['id'],
      load: (rows, _args, { actor }) => rows.map(() => actor.id ?? actor.kind),
    });
    api.graphql.extend<{ percent: number }>('ProgressBoard', 'isHalfDone: Boolean', {
      description: 'Whether half of it is done.',
      needs: ['percent'],
      sameForAll: true,
      load: (rows) => rows.map(({ percent }) => percent >= 50),
    });
  },
});

let platform: TestPlatform;
let who: Awaited<ReturnType<typeof people>>;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [curious] });
  who = await people(platform);
});
afterAll(() => platform?.close());

/** What decides how the events of a board look to somebody, with this selection. */
async function signature(client: Client, selection: string, fragments = ''): Promise<string> {
  const { engine } = platform.platform;
  const source = `subscription ($board: ID!) { boardProgress(board: $board) { offset ${selection} } } ${fragments}`;
  const prepared = engine.prepare(source);
  if ('errors' in prepared) throw prepared.errors[0];
  const facts = { token: client.token, locale: 'en', requestId: 'test', idempotencyKey: undefined };
  const { actor }: Session = await engine.authenticate(facts);
  const operation = { document: prepared.document, source, operationName: undefined, variables: {} };
  return engine.signatureOf(actor, operation);
}

const BOARD = 'board { id percent nextStep stages { edges { node { name } } } } change { note }';

describe('(sec-6) viewers share an event only where it looks the same to them', () => {
  it.each<[string, keyof Agents, keyof Agents, string, boolean]>([
    ['two agents', 'agent', 'otherAgent', BOARD, true],
    ['two links to one board', 'link', 'otherLink', BOARD, true],
    ['links to different boards', 'link', 'foreignLink', BOARD, false],
    ['a link and its customer', 'link', 'customer', BOARD, false],
    ['two customers, whose rule has their id in it', 'customer', 'otherCustomer', BOARD, false],
    ['a customer twice', 'customer', 'sameCustomer', BOARD, true],
    ['staff and a customer', 'agent', 'customer', BOARD, false],
    ['staff of other rights that no rule on the way asks for', 'caller', 'reader', BOARD, true],
    [
      'the same where a rule on the way does ask',
      'caller',
      'reader',
      'board { customer { contactPoints { edges { node { value } } } } }',
      false,
    ],
    ['staff who may not see boards', 'agent', 'nobody', BOARD, false],
    ['two agents where only the event itself is asked for', 'agent', 'otherAgent', 'kind', true],
    ['a link and a customer, when no stored type is reached', 'link', 'foreignLink', 'kind', true],
    ["a plugin's field that may look at the viewer", 'agent', 'otherAgent', 'board { watchedBy }', false],
    ['a field that is the same for all', 'agent', 'otherAgent', 'board { isHalfDone }', true],
  ])('%s', async (_name, one, other, selection, isShared) => {
    const [first, second] = await Promise.all([
      signature(who[one], selection),
      signature(who[other], selection),
    ]);
    expect(first === second).toBe(isShared);
  });

  it('looks into fragments, inline or named, whatever stands around them', async () => {
    const named = ['board { ...Seen }', 'fragment Seen on ProgressBoard { id ... { watchedBy } }'] as const;
    expect(await signature(who.agent, ...named)).not.toBe(await signature(who.otherAgent, ...named));
    const inline = 'board { ... on Node { ... on ProgressBoard { watchedBy } } }';
    expect(await signature(who.agent, inline)).not.toBe(await signature(who.otherAgent, inline));
    const harmless = 'board { ... on Node { id ... on ProgressBoard { percent } } }';
    expect(await signature(who.agent, harmless)).toBe(await signature(who.otherAgent, harmless));
  });
});

/** How many of each kind look on, each with every view. */
const SOCKETS = 32;
const EVENTS = 100_000;

test('sec-6 two actors never get each other’s bytes: 100,000 events to interleaved viewers', async () => {
  const { url } = await platform.listen();
  const [first, second] = who.boards as [string, string];
  // Whose board, what a viewer has to see of its owner, and who the viewer is.
  const viewers: Array<Pick<View, 'board' | 'owner' | 'viewer'> & { client: Client }> = [
    { client: who.agent, board: first, owner: 'Ada', viewer: who.agent.id! },
    { client: who.otherAgent, board: first, owner: 'Ada', viewer: who.otherAgent.id! },
    { client: who.reader, board: second, owner: 'Bo', viewer: who.reader.id! },
    { client: who.agent, board: second, owner: 'Bo', viewer: who.agent.id! },
    { client: who.customer, board: first, owner: 'Ada', viewer: who.customer.id! },
    { client: who.otherCustomer, board: second, owner: 'Bo', viewer: who.otherCustomer.id! },
    { client: who.link, board: first, owner: null, viewer: who.linkIds[0]! },
    { client: who.otherLink, board: first, owner: null, viewer: who.linkIds[1]! },
    { client: who.foreignLink, board: second, owner: null, viewer: who.linkIds[2]! },
  ];
  const onlookers = Array.from({ length: SOCKETS * viewers.length }, (_, n) => {
    const { client, ...view } = viewers[(n * 7) % viewers.length]!;
    return new Onlooker(url, client.token!, { ...view, locale: n % 2 === 0 ? 'en' : 'zh-CN' });
  });
  await Promise.all(onlookers.map((one) => one.begun));
  const { services } = platform.platform;
  const seen = () => onlookers.reduce((sum, one) => sum + one.events, 0);
  for (let n = 0; seen() < EVENTS; n++) {
    const before = onlookers.map((one) => one.next());
    await services.command(async (tx) => {
      for (const board of n % 3 === 0 ? [first, second] : who.boards.toReversed())
        append(tx, `board:${board}`, 'PROGRESS', { change: null });
    });
    await Promise.all(before);
  }
  expect(onlookers.flatMap(({ wrong }) => wrong).slice(0, 5)).toEqual([]);
  expect(seen()).toBeGreaterThanOrEqual(EVENTS);
  for (const one of onlookers) one.close();
}, 180_000);
