import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scene } from './test-fixture.js';
import { TicketState } from './ticket-kinds.js';
import { needsReason, STATE_RULES, whyNot } from './ticket-states.js';

const STATES = Object.values(TicketState);

/** What may follow what, written down once more by hand. */
const POSSIBLE: Record<TicketState, string> = {
  //                         new  prog cust thrd prob reso clos
  NEW: /*                 */ ' -    x    x    x    x    x    -',
  IN_PROGRESS: /*         */ ' -    -    x    x    x    x    -',
  WAITING_FOR_CUSTOMER: /**/ ' -    x    -    x    x    x    -',
  WAITING_FOR_THIRD_PARTY: ' -    x    x    -    x    x    -',
  WAITING_FOR_PROBLEM: /* */ ' -    x    x    x    -    x    -',
  RESOLVED: /*            */ ' -    x    -    -    -    -    x',
  CLOSED: /*              */ ' -    x    -    -    -    -    -',
};
const isPossible = (from: TicketState, to: TicketState) =>
  POSSIBLE[from].trim().split(/\s+/)[STATES.indexOf(to)] === 'x';
const PAIRS = STATES.flatMap((from) => STATES.map((to) => ({ from, to })));

describe('the table of states', () => {
  test.each(PAIRS)('says whether $from may become $to', ({ from, to }) => {
    expect(whyNot(from, to) === null).toBe(isPossible(from, to));
  });

  test('asks for a reason to wait, to resolve, to close and to reopen, and for nothing else', () => {
    const asked = PAIRS.filter(({ from, to }) => isPossible(from, to) && !needsReason(from, to));
    expect(asked.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'NEW IN_PROGRESS',
      'WAITING_FOR_CUSTOMER IN_PROGRESS',
      'WAITING_FOR_THIRD_PARTY IN_PROGRESS',
      'WAITING_FOR_PROBLEM IN_PROGRESS',
    ]);
  });
});

describe('a ticket', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.create();
  });
  afterAll(() => scene.close());

  /** How to come into each state from NEW. */
  const WAY: Record<TicketState, readonly TicketState[]> = {
    NEW: [],
    IN_PROGRESS: [TicketState.IN_PROGRESS],
    WAITING_FOR_CUSTOMER: [TicketState.WAITING_FOR_CUSTOMER],
    WAITING_FOR_THIRD_PARTY: [TicketState.WAITING_FOR_THIRD_PARTY],
    WAITING_FOR_PROBLEM: [TicketState.WAITING_FOR_PROBLEM],
    RESOLVED: [TicketState.RESOLVED],
    CLOSED: [TicketState.RESOLVED, TicketState.CLOSED],
  };
  const to = (ticketId: string, state: TicketState, reason: string | null = 'because') =>
    scene.command(scene.agent, 'changeTicketState', { ticketId, state, reason });
  const ticketIn = async (state: TicketState): Promise<string> => {
    const { id } = await scene.open();
    for (const step of WAY[state]) await to(id, step);
    return id;
  };

  test.each(STATES)(
    'that is %s goes where the table lets it and is told what is possible elsewhere',
    async (from) => {
      for (const next of STATES) {
        const id = await ticketIn(from);
        const { ticket, userErrors } = await to(id, next);
        if (isPossible(from, next)) {
          expect(userErrors).toEqual([]);
          expect(ticket).toMatchObject({
            state: next,
            stage: STATE_RULES[next].stage,
            nextStates: STATE_RULES[next].next,
          });
        } else {
          expect(userErrors).toEqual([
            expect.objectContaining({ code: 'STATE_NOT_POSSIBLE', field: ['state'] }),
          ]);
          for (const possible of STATE_RULES[from].next) expect(userErrors[0]!.message).toContain(possible);
          expect((await scene.read(scene.agent, id, 'state')).state).toBe(from);
        }
      }
    },
  );

  test('needs a reason where the table says so, and blank is none', async () => {
    const { id } = await scene.open();
    for (const reason of [null, '   ']) {
      const { userErrors } = await to(id, TicketState.RESOLVED, reason);
      expect(userErrors).toEqual([expect.objectContaining({ code: 'REASON_REQUIRED', field: ['reason'] })]);
    }
    expect((await to(id, TicketState.IN_PROGRESS, null)).userErrors).toEqual([]);
  });

  test('keeps when it was resolved and closed, counts reopenings and writes every step down with its reason', async () => {
    const { id } = await scene.open();
    await to(id, TicketState.RESOLVED, 'bulb changed');
    const resolvedAt = scene.platform.clock.now().toISOString();
    await scene.platform.advance('PT1H');
    const closed = await to(id, TicketState.CLOSED, 'customer content');
    expect(closed.ticket).toMatchObject({
      resolvedAt,
      closedAt: scene.platform.clock.now().toISOString(),
      reopenCount: 0,
      stage: 'CLOSED',
    });
    const reopened = await to(id, TicketState.IN_PROGRESS, 'dark again');
    expect(reopened.ticket).toMatchObject({
      resolvedAt: null,
      closedAt: null,
      reopenCount: 1,
      updateCount: 3,
    });
    expect(await scene.history(scene.customer, id)).toMatchObject([
      { kind: 'OPENED', to: 'NEW', updateNumber: 0, isFirstOfUpdate: false },
      {
        kind: 'STATE',
        from: 'NEW',
        to: 'RESOLVED',
        reason: 'bulb changed',
        updateNumber: 1,
        isFirstOfUpdate: true,
      },
      { kind: 'STATE', from: 'RESOLVED', to: 'CLOSED', reason: 'customer content', updateNumber: 2 },
      { kind: 'REOPENED', from: 'CLOSED', to: 'IN_PROGRESS', reason: 'dark again', updateNumber: 3 },
    ]);
    const events = (await scene.platform.events()).filter(({ subject }) => subject === id);
    expect(events.map(({ name }) => name)).toEqual([
      'ticket.opened',
      'ticket.state-changed',
      'ticket.state-changed',
      'ticket.state-changed',
      'ticket.reopened',
    ]);
    expect(events.at(-1)!.payload).toEqual({ ticketId: id, reopenCount: 1 });
  });

  test('E5 shows its stage to the customer in every state: accepted, processing, to confirm, closed', async () => {
    const stages = new Map<string, number>();
    for (const state of STATES) {
      const { stage } = await scene.read(scene.customer, await ticketIn(state), 'stage');
      stages.set(stage, (stages.get(stage) ?? 0) + 1);
    }
    expect(Object.fromEntries(stages)).toEqual({ ACCEPTED: 1, PROCESSING: 4, TO_CONFIRM: 1, CLOSED: 1 });
    // stageVisiblePct: of all tickets that customers have, those whose stage they see.
    const { tickets } = await scene.customer.must(
      '{ tickets(first: 100) { totalCount edges { node { stage } } } }',
    );
    const visible = tickets.edges.filter(
      ({ node }: { node: { stage: string | null } }) => node.stage !== null,
    );
    expect((100 * visible.length) / Math.min(100, tickets.totalCount)).toBe(100);
  });

  test('is explained by the table, in the language of the request', async () => {
    const { ticketStates, labels } = await scene.customer.must(
      '{ ticketStates { state stage nextStates needsReason } labels(enum: "TicketStage") { value label } }',
      { locale: 'zh-CN' },
    );
    expect(ticketStates).toHaveLength(STATES.length);
    expect(ticketStates[0]).toEqual({
      state: 'NEW',
      stage: 'ACCEPTED',
      nextStates: STATE_RULES.NEW.next,
      needsReason: false,
    });
    expect(labels.map(({ label }: { label: string }) => label)).toEqual([
      '已受理',
      '处理中',
      '待确认',
      '已关闭',
    ]);
  });

  test.each([
    'TicketState',
    'TicketStage',
    'TicketType',
    'TicketClass',
    'TicketPriority',
    'TicketTransitionKind',
    'IntakeField',
    'MessageVisibility',
    'AuthorKind',
    'Origin',
  ])('calls every value of %s by a name, in English and in Chinese', async (name) => {
    for (const locale of ['en', 'zh-CN']) {
      const { labels } = await scene.customer.must(`{ labels(enum: "${name}") { value label } }`, { locale });
      expect(labels.length).toBeGreaterThan(1);
      for (const { label } of labels) {
        expect(label).not.toContain('.');
        expect(/\p{Script=Han}/u.test(label)).toBe(locale === 'zh-CN');
      }
    }
  });

  test('is not moved by customers, nor by staff who may not', async () => {
    const { id } = await scene.open();
    const nobody = await scene.platform.staff({ roles: [] });
    for (const client of [scene.customer, nobody]) {
      await expect(
        scene.command(client, 'changeTicketState', { ticketId: id, state: 'IN_PROGRESS' }),
      ).rejects.toThrow('FORBIDDEN');
    }
  });
});
