import { corePlugins } from '@candor/core';
import { newId, tagOf } from '@candor/kernel/database';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unstarted } from '../conformance/unstarted.js';
import { everythingOf, type Request, requestFor } from './documents.js';
import { argumentsFor, recordTypesAt } from './plausible.js';
import { idPositions, isRoot, type Position } from './positions.js';
import { BOARD, CUSTOMER, TICKET } from './seen.js';
import { OWN_OF_BOTH, OWN_OF_PLUGINS, seenWith } from './seen-plugins.js';
import { type Answer, type Line, overEvents, overHttp, overSocket } from './transports.js';
import { type Somebody, WORLD_TAKES, World } from './world.js';

/** Places that take an id which names no record. Any other one has to be tried, and a new one fails until it can be. */
const NO_RECORD: Readonly<Record<string, string>> = {
  'Subscription.boardProgress(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.ticketChanged(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.feedbackChanged(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.requirementChanged(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.loyaltyChanged(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.surveyResponded(since.epoch)': 'names one life of a stream, not a record',
  'Mutation.retryJob(input.jobId)': 'a job is no record',
  'Mutation.retryDelivery(input.eventId)': 'finds a delivery by it, and only one that was given up',
};

/** Places where a permission speaks for all records, seen or not: whoever holds it is no stranger there. */
const BY_PERMISSION: Readonly<Record<string, string>> = {
  'Mutation.mintToken(input.principalId)': 'tokens:mint',
  'Mutation.revokeServiceKey(input.serviceKeyId)': 'service-keys:manage',
  'Query.shareLinks(filter.subject.in)': 'share-links:manage',
  // What is listed says the id itself to whoever sees it, and whether they see that record or not.
  'Query.coupons(filter.about.in)': 'loyalty:read',
  'Query.compensations(filter.about.in)': 'loyalty:read',
  'Query.surveyInvitations(filter.subject.in)': 'survey:read',
  'Query.surveyImprovements(filter.target.in)': 'survey:read',
  'Mutation.issueCoupon(input.about)': 'loyalty:read',
  'Mutation.promiseCompensation(input.about)': 'loyalty:read',
  'Mutation.setKanoQuestions(input.surveyId)': 'requirements-value:read',
};

/** Places that keep an id as a text, since its record may be a plugin's or another system's: nobody looks whether it is there. */
const NOT_LOOKED_UP: ReadonlySet<string> = new Set([
  'Mutation.setKanoQuestions(input.surveyId)',
  'Mutation.issueCoupon(input.about)',
  'Mutation.promiseCompensation(input.about)',
]);

/** Commands after which nothing is found any more, and so tried last. */
const ENDING = /^Mutation\.(archive|remove|revoke|deactivate)/;

const inCore = new Set(idPositions(unstarted(corePlugins).schema).map(({ name }) => name));
/** How many people ask at the same time. */
const AT_ONCE = 4;

let world: World;
let positions: readonly Position[];
const seen = new Map<Somebody, ReadonlySet<string>>();

beforeAll(async () => {
  world = await World.create();
  positions = idPositions(world.schema).filter(({ name }) => !(name in NO_RECORD));
  for (const somebody of [world.everything, ...world.everybody]) {
    seen.set(somebody, await world.seenBy(somebody.client));
  }
}, WORLD_TAKES);
afterAll(() => world?.close());

/** Ids of a type that somebody sees, or that they do not. */
function idsOf(type: string, somebody: Somebody, which: 'seen' | 'hidden'): string[] {
  const isWanted = (id: string) => seen.get(somebody)!.has(id) === (which === 'seen');
  return world.records.get(type)?.filter(isWanted) ?? [];
}

/** Types of records that the place may be asked for. */
function typesAt({ field, path }: Position): readonly string[] {
  if (field.name === 'node' || field.name === 'nodes') return world.nodeTypes;
  return recordTypesAt(path);
}

/** The request with an id in the place, everything else as well as the one who asks could fill it in. */
function requestWith(position: Position, id: string, by: Somebody): Request {
  const own = (type: string | undefined) => {
    if (!type) throw new Error(`${position.name} needs another id besides: name its type in plausible.ts`);
    return idsOf(type, by, 'seen')[0] ?? world.record(type);
  };
  const args = argumentsFor(position.field.args, own, { path: position.path, value: id });
  return requestFor(
    world.schema,
    position,
    args,
    isRoot(position.type) ? undefined : own(position.type.name),
  );
}

/** An id of the same kind that nothing has. */
function nothing(id: string): string {
  return newId(tagOf(id)!);
}

/** The complete answer, without the id that was asked for, that of the request, and what is left to spend. */
function comparable({ status, body }: Answer, id: string): string {
  return JSON.stringify({ status, ...body })
    .replaceAll(id, '<id>')
    .replaceAll(/"requestId":"[^"]*"/g, '"requestId":"<request>"')
    .replaceAll(/"currentlyAvailable":\d+/g, '"currentlyAvailable":"<left>"');
}

/** Asks at every place for all sorts of records that somebody does not see; answers where it made a difference. */
async function differences(somebody: Somebody, line: Line, places: readonly Position[]) {
  const found: string[] = [];
  let tried = 0;
  for (const place of places) {
    if (somebody.permissions.has(BY_PERMISSION[place.name] ?? '')) continue;
    for (const id of typesAt(place).flatMap((type) => idsOf(type, somebody, 'hidden').slice(0, 1))) {
      const none = nothing(id);
      const expected = comparable(await line.ask(requestWith(place, none, somebody)), none);
      const answered = comparable(await line.ask(requestWith(place, id, somebody)), id);
      tried += 1;
      if (answered !== expected) found.push(`${place.name} of ${id}: ${answered} instead of ${expected}`);
    }
  }
  line.close();
  return { found, tried };
}

/** The ids of all records in an answer, however deep. */
function recordsIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const own = 'id' in answer && typeof answer.id === 'string' ? [answer.id] : [];
  return [...own, ...Object.values(answer).flatMap(recordsIn)];
}

describe('what somebody may not see', () => {
  test('sec-1 is everything but this', () => {
    const types = world.everybody.map((somebody) => [
      somebody.name,
      [...world.records.keys()].filter((type) => idsOf(type, somebody, 'seen').length > 0).sort(),
    ]);
    const expected = Object.entries(seenWith(world.plugins)).map(([name, all]) => [name, [...all].sort()]);
    expect(Object.fromEntries(types)).toEqual(Object.fromEntries(expected));
  });

  test('sec-1 is everything that belongs to another customer', () => {
    const sees = (name: string) => {
      const somebody = world.everybody.find((one) => one.name === name)!;
      const own = [...BOARD, ...TICKET, ...CUSTOMER, ...OWN_OF_PLUGINS];
      return own.flatMap((type) => idsOf(type, somebody, 'seen'));
    };
    expect(sees('the customer').filter((id) => world.isOfOther(id))).toEqual([]);
    for (const name of ['another customer', ...world.linksOfOther]) {
      expect(sees(name).filter((id) => !world.isOfOther(id))).toEqual([]);
    }
    const ofPlugins = OWN_OF_BOTH.filter((type) => world.records.has(type));
    for (const type of ['Customer', 'Ticket', 'Conversation', 'ProgressBoard', ...ofPlugins]) {
      expect(new Set(world.records.get(type)!.map((id) => world.isOfOther(id))).size).toBe(2);
    }
  });

  test('sec-1 is everything that staff keep to themselves, where they see what it is about', () => {
    const outsiders = world.everybody.filter(({ name }) => !name.startsWith('staff'));
    for (const somebody of outsiders) {
      expect(world.internal.filter((id) => seen.get(somebody)!.has(id))).toEqual([]);
    }
    expect(world.internal.every((id) => seen.get(world.everything)!.has(id))).toBe(true);
  });

  test('sec-1 is what was said in confidence, whoever they are', () => {
    for (const somebody of [world.everything, ...world.everybody]) {
      expect(world.unseen.filter((id) => seen.get(somebody)!.has(id))).toEqual([]);
    }
    expect(world.unseen.length > 0).toBe(world.plugins.has('survey'));
  });

  test('sec-1 is not reached from what they see either', async () => {
    for (const somebody of [world.everything, ...world.everybody]) {
      const answers = world.nodeTypes.flatMap((type) =>
        idsOf(type, somebody, 'seen').flatMap((id) =>
          everythingOf(world.schema, type).map((query) => somebody.client.run(query, { variables: { id } })),
        ),
      );
      const found = (await Promise.all(answers)).map(({ data, errors }) => data?.node ?? errors);
      expect(found.filter((node) => node === null || Array.isArray(node))).toEqual([]);
      const reached = recordsIn(found).filter((id) => !seen.get(somebody)!.has(id));
      expect({ [somebody.name]: reached }).toEqual({ [somebody.name]: [] });
    }
    // Every record, with all its lists, for everybody: more than the usual time.
  }, 120_000);

  test('sec-1 is of every type, and every place that takes an id is tried', () => {
    const [nobody] = world.everybody;
    expect(world.nodeTypes.filter((type) => idsOf(type, nobody!, 'hidden').length === 0)).toEqual([]);
    expect(positions.filter((place) => typesAt(place).length === 0).map(({ name }) => name)).toEqual([]);
  });

  test.each([
    ['HTTP', 'core', overHttp],
    ['HTTP', 'plugins', overHttp],
    ['WebSocket', 'core', overSocket],
    ['WebSocket', 'plugins', overSocket],
    ['event stream', 'core', overEvents],
    ['event stream', 'plugins', overEvents],
  ] as const)(
    'sec-1 is answered like what does not exist, over %s at the places of %s',
    async (transport, whose, open) => {
      const isLive = ({ type }: Position) => type.name === 'Subscription';
      const places = positions.filter(
        (place) =>
          inCore.has(place.name) === (whose === 'core') &&
          (transport === 'WebSocket' || isLive(place) === (transport === 'event stream')),
      );
      let tried = 0;
      for (let from = 0; from < world.everybody.length; from += AT_ONCE) {
        const asking = world.everybody.slice(from, from + AT_ONCE).map(async (somebody) => {
          const answers = await differences(somebody, open(world.url, somebody.client.token), places);
          tried += answers.tried;
          return [somebody.name, answers.found];
        });
        const found = await Promise.all(asking);
        expect(found).toEqual(found.map(([name]) => [name, []]));
      }
      // Each place by nobody, by another customer and by a few more.
      if (places.length > 0) expect(tried).toBeGreaterThan(3 * places.length);
    },
    120_000,
  );
});

/** This stands last, since the commands are carried out. */
describe('whoever may see everything', () => {
  test('sec-1 finds by the same requests what is there, and is told which id is of nothing', async () => {
    const line = overHttp(world.url, world.everything.client.token);
    const [ending, others] = [
      positions.filter(({ name }) => ENDING.test(name)),
      positions.filter(({ name }) => !ENDING.test(name)),
    ];
    const silent: string[] = [];
    for (const place of [...others, ...ending].filter(({ type }) => type.name !== 'Subscription')) {
      if (NOT_LOOKED_UP.has(place.name)) continue;
      const same: string[] = [];
      const none = nothing(world.record(typesAt(place)[0]!));
      const missed = await line.ask(requestWith(place, none, world.everything));
      for (const id of typesAt(place).map((type) => world.record(type))) {
        const found = await line.ask(requestWith(place, id, world.everything));
        if (comparable(missed, none) !== comparable(found, id)) break;
        same.push(`${place.name}: ${comparable(found, id)}`);
      }
      if (same.length === typesAt(place).length) silent.push(...same);
      if (place.type.name !== 'Mutation') continue;
      const [error] = missed.body.data?.[place.field.name]?.userErrors ?? [];
      if (error?.code !== 'NOT_FOUND' || error.field[0] !== place.path[1]) {
        silent.push(`${place.name} of nothing: ${comparable(missed, none)}`);
      }
    }
    expect(silent).toEqual([]);
  }, 120_000);
});
