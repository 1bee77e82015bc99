import { corePlugins } from '@candor/core';
import { newId, tagOf } from '@candor/kernel/database';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unstarted } from '../conformance/unstarted.js';
import { everythingOf, type Request, requestFor } from './documents.js';
import { argumentsFor, recordTypeAt } from './plausible.js';
import { idPositions, isRoot, type Position } from './positions.js';
import { type Answer, type Line, overEvents, overHttp, overSocket } from './transports.js';
import { type Somebody, World } from './world.js';

/** Places that take an id which names no record. Any other one has to be tried, and a new one fails until it can be. */
const NO_RECORD: Readonly<Record<string, string>> = {
  'Subscription.boardProgress(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.ticketChanged(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.feedbackChanged(since.epoch)': 'names one life of a stream, not a record',
  'Subscription.requirementChanged(since.epoch)': 'names one life of a stream, not a record',
  'Mutation.retryJob(input.jobId)': 'a job is no record',
  'Mutation.retryDelivery(input.eventId)': 'finds a delivery by it, and only one that was given up',
};

/** Places where a permission speaks for all records, seen or not: whoever holds it is no stranger there. */
const BY_PERMISSION: Readonly<Record<string, string>> = {
  'Mutation.mintToken(input.principalId)': 'tokens:mint',
  'Mutation.revokeServiceKey(input.serviceKeyId)': 'service-keys:manage',
  'Query.shareLinks(filter.subject.in)': 'share-links:manage',
};

/** Commands after which nothing is found any more, and so tried last. */
const ENDING = /^Mutation\.(archive|remove|revoke|deactivate)/;

const COMPANY = ['Department', 'StaffMember'];
const PROCESSES = ['BoardTemplate', 'TemplateStage'];
const BOARD = ['ProgressBoard', 'BoardStage', 'Milestone', 'BoardChange'];
const TICKET = ['Ticket', 'TicketTransition', 'Conversation', 'Message'];
const CUSTOMER = ['Customer', 'Company', 'ContactPoint', 'ExternalId', 'CustomerSource'];
/** What is known of a customer besides. */
const RECORD = ['CustomerPreference', 'CustomerConsent', 'CustomField', 'CustomFieldValue'];
/** How the company sorts its customers, and looks after what it knows of them. */
const RECORD_DESK = [
  ...RECORD,
  ...['StandingChange', 'TierScheme', 'Segment', 'SegmentMember', 'CustomerMerge', 'CustomerChangeRecord'],
];
const PURCHASE = ['Purchase', 'PurchaseItem', 'PurchaseReversal'];
const FEEDBACK = ['Feedback', 'FeedbackVote', 'FeedbackChange', 'FeedbackNotice', 'FeedbackChannel'];
const REQUIREMENT = [
  'Requirement',
  'RequirementChange',
  'RequirementCustomer',
  'RequirementLink',
  'AcceptanceCriterion',
];
/** What only staff have to do with. */
const FEEDBACK_DESK = [...FEEDBACK, 'FeedbackRoute', 'FeedbackInvitation'];
const REQUIREMENT_DESK = [...REQUIREMENT, 'AuditedNeed'];
const STAFF = [...COMPANY, ...PROCESSES, 'Role'];
const WEBHOOK = ['WebhookEndpoint', 'WebhookDelivery', 'WebhookAttempt'];

/** The types of all that somebody sees. Whatever else they are shown is a leak, or a line that is missing here. */
const SEEN: Readonly<Record<string, readonly string[]>> = {
  nobody: [],
  'another customer': [
    ...COMPANY,
    ...PROCESSES,
    ...BOARD,
    'Ticket',
    'TicketTransition',
    'Conversation',
    'Customer',
    // That there is such a field, and not what anybody has in it.
    'CustomField',
    'FeedbackChannel',
    // What is public, and what both customers are behind.
    ...['Feedback', 'FeedbackChange'],
    ...REQUIREMENT.filter((type) => type !== 'RequirementLink'),
  ],
  'a share link of another board': [...COMPANY, ...BOARD],
  'the customer': [
    ...COMPANY,
    ...PROCESSES,
    ...BOARD,
    ...TICKET,
    'Customer',
    'ContactPoint',
    'CustomerSource',
    ...[...RECORD, 'BehaviourRecord'],
    ...PURCHASE,
    ...FEEDBACK,
    ...REQUIREMENT,
    'ShareLink',
  ],
  'a service without scopes': [...COMPANY, ...PROCESSES],
  'staff: without-permissions': STAFF,
  'staff: only-reading': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET, ...BOARD, ...CUSTOMER, ...PURCHASE],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...RECORD_DESK,
  ],
  'staff: all-but-operations-read': [
    ...[...STAFF, ...TICKET, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-boards-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-customers-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET, ...BOARD, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
  ],
  'staff: all-but-tickets-read': [
    'RecordedEvent',
    ...[...STAFF, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-feedback-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...REQUIREMENT_DESK,
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-requirements-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...FEEDBACK_DESK,
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
};

let world: World;
let positions: readonly Position[];
const seen = new Map<Somebody, ReadonlySet<string>>();

beforeAll(async () => {
  world = await World.create();
  const inCore = new Set(idPositions(core).map(({ name }) => name));
  // Places and records of plugins have their strangers in the tests of the plugin.
  positions = idPositions(world.schema).filter(({ name }) => inCore.has(name) && !(name in NO_RECORD));
  for (const somebody of [world.everything, ...world.everybody]) {
    seen.set(somebody, await world.seenBy(somebody.client));
  }
});
afterAll(() => world?.close());

const { schema: core, registry: ofCore } = unstarted(corePlugins);

/** Whoever lacks nothing but a right that a plugin has brought. */
function lacksOfPlugin({ name }: Somebody): boolean {
  return [...world.platform.platform.registry.permissions.keys()].some(
    (permission) =>
      !ofCore.permissions.has(permission) && name === `staff: all-but-${permission.replace(':', '-')}`,
  );
}

/** The types of core of which there are records, and what is asked for as if it were one. */
function typesOfCore(): string[] {
  return [...world.records.keys()].filter((type) => core.getType(type) || !world.schema.getType(type));
}

/** Ids of a type that somebody sees, or that they do not. */
function idsOf(type: string, somebody: Somebody, which: 'seen' | 'hidden'): string[] {
  const isWanted = (id: string) => seen.get(somebody)!.has(id) === (which === 'seen');
  return world.records.get(type)?.filter(isWanted) ?? [];
}

/** Types of records that the place may be asked for. */
function typesAt({ field, path }: Position): readonly string[] {
  if (field.name === 'node' || field.name === 'nodes') return world.nodeTypes;
  const type = recordTypeAt(path);
  return type ? [type] : [];
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
    const everybody = world.everybody.filter((somebody) => !lacksOfPlugin(somebody));
    const types = everybody.map((somebody) => [
      somebody.name,
      typesOfCore()
        .filter((type) => idsOf(type, somebody, 'seen').length > 0)
        .sort(),
    ]);
    const expected = Object.entries(SEEN).map(([name, all]) => [name, [...all].sort()]);
    expect(Object.fromEntries(types)).toEqual(Object.fromEntries(expected));
  });

  test('sec-1 is everything that belongs to another customer', () => {
    const sees = (name: string) => {
      const somebody = world.everybody.find((one) => one.name === name)!;
      return [...BOARD, ...TICKET, ...CUSTOMER].flatMap((type) => idsOf(type, somebody, 'seen'));
    };
    const [own, other, linked] = ['the customer', 'another customer', 'a share link of another board'].map(
      sees,
    );
    expect(own!.filter((id) => world.isOfOther(id))).toEqual([]);
    expect([...other!, ...linked!].filter((id) => !world.isOfOther(id))).toEqual([]);
    for (const type of ['Customer', 'Ticket', 'Conversation', 'ProgressBoard']) {
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

  test('sec-1 is not reached from what they see either', async () => {
    for (const somebody of world.everybody) {
      const answers = world.nodeTypes.flatMap((type) =>
        idsOf(type, somebody, 'seen').map((id) =>
          somebody.client.run(everythingOf(world.schema, type), { variables: { id } }),
        ),
      );
      const found = (await Promise.all(answers)).map(({ data }) => data.node);
      expect(found).not.toContain(null);
      const reached = recordsIn(found).filter((id) => !seen.get(somebody)!.has(id));
      expect({ [somebody.name]: reached }).toEqual({ [somebody.name]: [] });
    }
  });

  test('sec-1 is of every type, and every place that takes an id is tried', () => {
    const [nobody] = world.everybody;
    const nodes = world.nodeTypes.filter((type) => core.getType(type));
    expect(nodes.filter((type) => idsOf(type, nobody!, 'hidden').length === 0)).toEqual([]);
    expect(positions.filter((place) => typesAt(place).length === 0).map(({ name }) => name)).toEqual([]);
  });

  test.each(['HTTP', 'WebSocket', 'event stream'])(
    'sec-1 is answered like what does not exist, over %s',
    async (transport) => {
      const open = { HTTP: overHttp, WebSocket: overSocket, 'event stream': overEvents }[transport]!;
      const isLive = ({ type }: Position) => type.name === 'Subscription';
      const places = positions.filter((place) =>
        transport === 'HTTP' ? !isLive(place) : transport === 'WebSocket' || isLive(place),
      );
      let tried = 0;
      for (const somebody of world.everybody) {
        const answers = await differences(somebody, open(world.url, somebody.client.token), places);
        expect({ [somebody.name]: answers.found }).toEqual({ [somebody.name]: [] });
        tried += answers.tried;
      }
      // Each place by nobody, by another customer and by a few more.
      expect(tried).toBeGreaterThan(3 * places.length);
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
      const [type] = typesAt(place);
      const id = world.record(type!);
      const none = nothing(id);
      const missed = await line.ask(requestWith(place, none, world.everything));
      const found = await line.ask(requestWith(place, id, world.everything));
      if (comparable(missed, none) === comparable(found, id))
        silent.push(`${place.name}: ${comparable(found, id)}`);
      if (place.type.name !== 'Mutation') continue;
      const [error] = missed.body.data?.[place.field.name]?.userErrors ?? [];
      if (error?.code !== 'NOT_FOUND' || error.field[0] !== place.path[1]) {
        silent.push(`${place.name} of nothing: ${comparable(missed, none)}`);
      }
    }
    expect(silent).toEqual([]);
  });
});
