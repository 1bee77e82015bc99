import { idOf, uuidOf } from '@candor/kernel/database';
import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, nodes, Scene, type Seen } from './test-fixture.js';

const QUESTIONS = [
  ask('mood', 'CSAT', { isRequired: true, callbackBelow: 3 }),
  ask('secret', 'TEXT', { isSensitive: true }),
];

describe('an anonymous survey', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  const rows = async (query: string, values: unknown[] = []): Promise<Seen[]> =>
    at.platform.platform.services.query<Seen>(query, values);
  const anonymous = (more: object = {}) =>
    at.survey(QUESTIONS, { isAnonymous: true, questionnaire: { hiddenFields: ['tier'] }, ...more });

  /** Takes the ballot with the link, answers without it. */
  async function vote(guest: Client, mood: number): Promise<string> {
    const { ballot, response, userErrors } = await at.start(guest);
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    expect(response).toBeNull();
    const nobody = at.platform.anonymous();
    await at.answer(nobody, 'mood', { number: mood }, { ballot });
    await at.answer(nobody, 'secret', { text: 'Between us' }, { ballot });
    const submitted = await at.submit(nobody, { ballot });
    expect(submitted.userErrors).toEqual([]);
    return ballot;
  }

  it('is answered with a ballot that is handed out once, and taken once', async () => {
    const survey = await anonymous();
    const guest = await at.link(survey.id, await at.platform.customer());
    const { ballot, sheet } = await at.start(guest);
    expect(sheet).toMatchObject({ isAnonymous: true, current: { key: 'mood' } });
    expect((await at.start(guest)).userErrors).toMatchObject([{ code: 'SURVEY_ANSWERED' }]);
    const nobody = at.platform.anonymous();
    // With a token beside it, it would be known whose it is.
    expect((await at.answer(guest, 'mood', { number: 5 }, { ballot })).userErrors).toMatchObject([
      { code: 'NOT_ALLOWED' },
    ]);
    const forged = `${ballot.slice(0, -2)}xx`;
    expect((await at.answer(nobody, 'mood', { number: 5 }, { ballot: forged })).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    const answered = await at.answer(nobody, 'mood', { number: 5 }, { ballot });
    expect(answered.sheet).toMatchObject({ passed: ['mood'], current: { key: 'secret' } });
    const seen = await nobody.must(
      'query($ballot: String) { surveySheet(ballot: $ballot) { passed state invitationId } }',
      { variables: { ballot } },
    );
    expect(seen.surveySheet).toEqual({ passed: ['mood'], state: 'STARTED', invitationId: null });
    await at.answer(nobody, 'secret', {}, { ballot });
    expect((await at.submit(nobody, { ballot })).userErrors).toEqual([]);
    for (const again of [
      await at.submit(nobody, { ballot }),
      await at.answer(nobody, 'mood', { number: 1 }, { ballot }),
    ])
      expect(again.userErrors).toMatchObject([{ code: 'SURVEY_ANSWERED' }]);
  });

  it('is not written down by staff', async () => {
    const survey = await anonymous();
    const { id } = await at.invite(survey.id, await at.platform.customer(), { mode: 'PHONE' });
    expect((await at.start(at.agent, { invitationId: id })).userErrors).toMatchObject([
      { code: 'NOT_ALLOWED' },
    ]);
  });

  it('leaves nothing that leads from an answer to a person', async () => {
    const survey = await anonymous();
    const people = [];
    for (let i = 0; i < 6; i += 1) {
      const customer = await at.platform.customer({ name: `Voter ${i}` });
      people.push({
        customer,
        invitation: await at.invite(survey.id, customer, {
          segments: [{ key: 'tier', value: i === 0 ? 'diamond' : 'gold' }],
        }),
      });
    }
    const [{ top }] = await rows('select max(seq) as top from kernel_outbox');
    for (const [i, { invitation }] of people.entries())
      await vote(at.platform.bearer(invitation.token), (i % 5) + 1);
    await at.platform.settle();
    const mine = await rows('select * from survey_response where survey_id = $1', [
      uuidOf('survey', survey.id),
    ]);
    expect(mine).toHaveLength(6);
    for (const row of mine) {
      expect(row).toMatchObject({
        invitation_id: null,
        customer_id: null,
        subject: null,
        recorded_by_id: null,
        touched_at: null,
        channel: 'none',
      });
      expect(new Date(row.started_at).toISOString()).toBe('2026-03-01T00:00:00.000Z');
      expect(new Date(row.submitted_at).toISOString()).toBe('2026-03-01T00:00:00.000Z');
    }
    // The only diamond customer would be known by it; five gold ones are not.
    expect(mine.map((row) => row.segment_facts.tier).sort()).toEqual([
      'gold',
      'gold',
      'gold',
      'gold',
      'gold',
      undefined,
    ]);
    // Ids are drawn by lot: those of time begin with the time.
    for (const row of mine) expect(row.id.charAt(14)).toBe('4');

    const ids = [
      ...mine.map(({ id }) => id),
      ...(
        await rows(
          'select a.id from survey_answer a join survey_response r on r.id = a.response_id where r.is_anonymous',
        )
      ).map(({ id }) => id),
    ];
    const needles = ids.flatMap((id: string) => [id, idOf('survey_response', id), idOf('survey_answer', id)]);
    const tables =
      await rows(`select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name not in ('survey_response', 'survey_answer', 'survey_flag')`);
    for (const { table_name: table } of tables) {
      for (const { row } of await rows(`select t::text as row from "${table}" t`)) {
        const found = needles.find((needle: string) => row.includes(needle));
        expect(found ? `${table}: ${row}` : null).toBeNull();
      }
    }
    // Taking part changed neither the invitation nor its link, and brought no event.
    const invited = await rows(
      'select created_at, updated_at, version, state, answered_at from survey_invitation where id = any($1::uuid[])',
      [(await rows('select invitation_id from survey_participation')).map(({ invitation_id: id }) => id)],
    );
    for (const row of invited) expect(row).toMatchObject({ state: 'SENT', answered_at: null });
    expect(
      (await rows(`select name from kernel_outbox where seq > $1`, [top])).map(({ name }) => name),
    ).toEqual([]);
    expect(await rows('select 1 from kernel_idempotency')).toEqual([]);
    const columns = await rows(
      `select column_name from information_schema.columns where table_name = 'survey_participation'`,
    );
    expect(columns).toEqual([{ column_name: 'invitation_id' }]);
    expect(await at.events('survey.callback-opened')).toEqual([]);

    // After the night one transaction wrote all of them, in another order.
    await at.platform.advance('P1D');
    const written =
      await rows(`select r.xmin::text as by from survey_response r where r.is_anonymous and r.is_released
      union select a.xmin::text from survey_answer a join survey_response r on r.id = a.response_id where r.is_anonymous and r.is_released`);
    expect(written).toHaveLength(1);
    expect(await rows('select 1 from survey_participation group by xmin::text')).toHaveLength(1);
  });

  it('shows staff no response but together with four others', async () => {
    const survey = await anonymous();
    const list = async () => {
      const { node } = await at.manager.must(
        'query($id: ID!) { node(id: $id) { ... on Survey { answered { totalCount edges { node { customer { id } startedAt answers { edges { node { number sensitive } } } } } } } } }',
        { variables: { id: survey.id } },
      );
      return node.answered;
    };
    const one = async (mood: number) => vote(await at.link(survey.id, await at.platform.customer()), mood);
    for (let i = 0; i < 4; i += 1) await one(1);
    await at.platform.advance('P1D');
    expect(await list()).toEqual({ totalCount: 0, edges: [] });
    await one(5);
    expect(await list()).toEqual({ totalCount: 0, edges: [] });
    await at.platform.advance('P1D');
    const shown = await list();
    expect(shown.totalCount).toBe(5);
    for (const response of nodes(shown)) {
      expect(response).toMatchObject({
        customer: null,
        startedAt: expect.stringMatching(/-01T00:00:00.000Z$/),
      });
      expect(nodes(response.answers)).toContainEqual({ number: null, sensitive: 'Between us' });
    }
    // A sixth by itself would be the difference of two days.
    await one(2);
    await at.platform.advance('P1D');
    expect((await list()).totalCount).toBe(5);
    const rate = await at.metrics('responseRate { rate { numerator denominator } }', survey.id);
    expect(rate.responseRate).toEqual([{ rate: { numerator: 6, denominator: 6 } }]);
  });

  it('knows who has taken part, so that nobody is reminded in vain or asked again', async () => {
    const survey = await anonymous({ rules: { repeat: 'UNTIL_ANSWERED', reminders: ['P1D'] } });
    const customer = await at.platform.customer();
    const invitation = await at.invite(survey.id, customer);
    await vote(at.platform.bearer(invitation.token), 5);
    expect(await at.invitation(invitation.id)).toMatchObject({
      state: 'SENT',
      hasTakenPart: null,
      answeredAt: null,
    });
    expect(await at.invitation(invitation.id, customer)).toMatchObject({ hasTakenPart: true });
    await at.platform.advance('P20D');
    expect(await at.invitation(invitation.id)).toMatchObject({ state: 'SENT', remindersSent: 0 });
    expect(await at.invite(survey.id, customer)).toMatchObject({ suppressedBecause: 'answered' });
  });
});
