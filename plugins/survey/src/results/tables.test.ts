import { idOf, uuidOf } from '@candor/kernel/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, both, Scene, type Seen } from '../test-fixture.js';
import { type Planted, plant } from './test-planting.js';

const OPTIONS = ['yes', 'no'].map((key) => ({ key, text: both(key) }));
const TABLES = `tested significantDiffs tables { rowsAre columnsAre rows columns counts expected n chiSquare
  degreesOfFreedom p cramersV hasSmallExpected isSignificant isPartlyHidden }`;

const times = (count: number, planted: Planted) => Array.from({ length: count }, () => planted);

describe('tables, terms and exports', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  const read = async (
    field: string,
    variables: Record<string, unknown> = {},
    by = at.manager,
  ): Promise<Seen> => {
    const types: Record<string, string> = {
      survey: 'ID!',
      slice: 'SurveySliceInput',
      rows: '[SurveyDimensionInput!]!',
      columns: '[SurveyDimensionInput!]!',
      by: 'SurveyDimensionInput!',
    };
    const head = Object.keys(variables).map((key) => `$${key}: ${types[key] ?? 'String'}`);
    const { data, errors } = await by.run(
      `query${head.length > 0 ? `(${head.join(', ')})` : ''} { ${field} }`,
      {
        variables,
      },
    );
    if (errors) throw new Error(`${errors[0]!.extensions['code']} ${errors[0]!.message}`);
    return Object.values(data)[0];
  };
  const cross = (survey: Seen, rows: object[], columns: object[]) =>
    read(`surveyCrossTables(survey: $survey, rows: $rows, columns: $columns) { ${TABLES} }`, {
      survey: survey.id,
      rows,
      columns,
    });
  const terms = (survey: Seen, by = at.manager) =>
    read(
      `surveyTerms(survey: $survey) { n ofTexts hidden terms { term texts times } positive { term texts }
        negative { term texts } themes { code tone texts percent } }`,
      { survey: survey.id },
      by,
    );

  it('O8 shows the distribution, cross tables by age and region, repeated criticism and benchmarks', async () => {
    const survey = await at.survey([
      ask('happy', 'CSAT'),
      ask('again', 'SINGLE_CHOICE', { options: OPTIONS }),
      ask('age', 'NUMBER'),
      ask('why', 'TEXT'),
    ]);
    const empty = await cross(survey, [{ question: 'age', bands: [30] }], [{ question: 'again' }]);
    expect(empty).toMatchObject({
      tested: 0,
      significantDiffs: 0,
      tables: [{ n: 0, chiSquare: null, p: null }],
    });
    const of = (again: string, age: number, region: string, happy: number) => ({
      answers: { again: [again], age, happy, why: 'Too slow' },
      facts: { region },
    });
    await plant(at, survey, [
      ...times(20, of('yes', 25, 'north', 5)),
      ...times(10, of('no', 25, 'south', 3)),
      ...times(10, of('yes', 60, 'south', 4)),
      ...times(20, of('no', 60, 'north', 2)),
    ]);
    const found = await cross(
      survey,
      [{ question: 'age', bands: [30] }, { segment: 'region' }],
      [{ question: 'again' }],
    );
    // 2 × 2 with 20, 10, 10, 20: every expected count is 15, chi-square 4 · 25 / 15.
    expect(found).toMatchObject({ tested: 2, significantDiffs: 1 });
    expect(found.tables[0]).toMatchObject({
      rows: ['< 30', '≥ 30'],
      columns: ['no', 'yes'],
      counts: [
        [10, 20],
        [20, 10],
      ],
      expected: [
        [15, 15],
        [15, 15],
      ],
      n: 60,
      chiSquare: 6.6667,
      degreesOfFreedom: 1,
      hasSmallExpected: false,
      isSignificant: true,
    });
    expect(found.tables[0].p).toBeCloseTo(0.00982, 5);
    expect(found.tables[0].cramersV).toBeCloseTo(1 / 3, 4);
    expect(found.tables[1]).toMatchObject({ rowsAre: 'region', chiSquare: 0, isSignificant: false });

    await at.must(
      at.manager,
      'recordSurveyBenchmark',
      {
        surveyId: survey.id,
        kind: 'INDUSTRY',
        metric: 'CSAT',
        name: 'Lighting',
        value: 80,
        source: 'Yearbook 2025',
        observedAt: '2025-12-31T00:00:00Z',
      },
      'surveyBenchmark { id kind name value source }',
    );
    const unsourced = {
      kind: 'COMPETITOR',
      metric: 'NPS',
      name: 'Other',
      value: 20,
      source: '',
      observedAt: '2026-01-01T00:00:00Z',
    };
    expect(
      (await at.command(at.manager, 'recordSurveyBenchmark', unsourced, 'surveyBenchmark { id }')).userErrors,
    ).toMatchObject([{ code: 'INVALID', field: ['source'] }]);
    const { benchmarks, scores, questions } = await read(
      `surveyResults(survey: $survey) { scores { csat { value low high } } benchmarks { name value difference isSignificant source }
        questions { key scales { distribution { value count } } } }`,
      { survey: survey.id },
    );
    expect(questions[0].scales[0].distribution.map(({ count }: Seen) => count)).toEqual([0, 20, 10, 10, 20]);
    expect(scores.csat.value).toBe(50);
    expect(benchmarks).toEqual([
      { name: 'Lighting', value: 80, difference: -30, isSignificant: true, source: 'Yearbook 2025' },
    ]);
    const listed = () =>
      read('surveyBenchmarks { edges { node { id version source } } }').then(({ edges }: Seen) => edges);
    const [{ node }] = await listed();
    await at.must(
      at.manager,
      'archiveSurveyBenchmark',
      { benchmarkId: node.id, version: node.version },
      'benchmarkId',
    );
    expect(await listed()).toEqual([]);
    const without = await read('surveyResults(survey: $survey) { benchmarks { name } }', {
      survey: survey.id,
    });
    expect(without.benchmarks).toEqual([]);
    expect((await terms(survey)).negative[0]).toEqual({ term: 'slow', texts: 60 });
    await expect(cross(survey, [{ question: 'why' }], [{ segment: 'region' }])).rejects.toThrow(
      /BAD_USER_INPUT/,
    );
    await expect(cross(survey, [{ question: 'age' }], [{ segment: 'region' }])).rejects.toThrow(/bands/);
  });

  it('warns of small expected counts and drops empty rows', async () => {
    const survey = await at.survey([ask('again', 'SINGLE_CHOICE', { options: OPTIONS })]);
    await plant(at, survey, [
      ...times(3, { answers: { again: ['yes'] }, facts: { tier: 'gold' } }),
      ...times(3, { answers: { again: ['no'] }, facts: { tier: 'silver' } }),
      { answers: { again: null }, facts: { tier: 'bronze' } },
    ]);
    const { tables } = await cross(survey, [{ segment: 'tier' }], [{ question: 'again' }]);
    expect(tables[0]).toMatchObject({
      rows: ['gold', 'silver'],
      n: 6,
      chiSquare: 6,
      cramersV: 1,
      hasSmallExpected: true,
    });
  });

  it('O7 codes and counts words of Chinese and English, praise and blame apart, with n, mean and deviation', async () => {
    const survey = await at.survey([
      ask('happy', 'CSAT'),
      ask('why', 'TEXT'),
      ask('secret', 'TEXT', { isSensitive: true }),
    ]);
    expect(await terms(survey)).toEqual({
      n: 0,
      ofTexts: 0,
      hidden: null,
      terms: [],
      positive: [],
      negative: [],
      themes: [],
    });
    for (const [happy, why] of [
      [2, '客服态度很好，但是回复太慢了，不满意'],
      [1, '等待太久，回复太慢了'],
      [5, 'The staff were helpful and the staff were polite.'],
      [2, 'Not helpful, very slow'],
    ] as const) {
      const guest = await at.link(survey.id, await at.platform.customer());
      await at.fill(guest, { happy: { number: happy }, why: { text: why }, secret: { text: 'unsagbar' } });
    }
    const found = await terms(survey);
    expect(found).toMatchObject({ n: 4, ofTexts: 4 });
    const counted = (list: Seen[]) => Object.fromEntries(list.map(({ term, texts }) => [term, texts]));
    expect(counted(found.terms)).toMatchObject({ 回复: 2, 太慢: 2, 态度: 1, 客服: 1, staff: 1, slow: 1 });
    expect(found.terms.find(({ term }: Seen) => term === 'staff')).toEqual({
      term: 'staff',
      texts: 1,
      times: 2,
    });
    expect(counted(found.positive)).toMatchObject({ helpful: 1, polite: 1 });
    expect(counted(found.negative)).toMatchObject({ 太慢: 2, 不满意: 1, slow: 1, 'not helpful': 1 });
    expect(counted(found.terms)).not.toHaveProperty('the');
    expect(counted(found.terms)).not.toHaveProperty('了');
    expect(JSON.stringify(found)).not.toContain('unsagbar');

    const code = { key: 'slow-reply', name: both('Slow reply', '回复慢'), tone: 'NEGATIVE' };
    await at.must(at.agent, 'setSurveyCode', code, 'surveyCode { id }');
    const answers = await at.platform.platform.services.query<{ id: string }>(
      `select a.id from survey_answer a join survey_response r on r.id = a.response_id
       where r.survey_id = $1 and a.text like '%慢%'`,
      [uuidOf('survey', survey.id)],
    );
    expect(answers).toHaveLength(2);
    for (const { id } of answers)
      await at.must(
        at.agent,
        'codeSurveyText',
        { textId: idOf('survey_answer', id), codes: ['slow-reply'] },
        'textId',
      );
    expect((await terms(survey)).themes).toEqual([
      { code: 'slow-reply', tone: 'NEGATIVE', texts: 2, percent: 50 },
    ]);
    const { questions } = await read(
      `surveyResults(survey: $survey) { questions { scales { n mean standardDeviation top2 { value } } } }`,
      { survey: survey.id },
    );
    expect(questions[0].scales[0]).toMatchObject({
      n: 4,
      mean: 2.5,
      standardDeviation: 1.7321,
      top2: { value: 25 },
    });
    await expect(terms(survey, at.customer)).rejects.toThrow(/FORBIDDEN/);
  });

  it('shows nothing of fewer than five people of an anonymous survey, also not by subtraction', async () => {
    const survey = await at.survey([ask('happy', 'CSAT'), ask('why', 'TEXT')], { isAnonymous: true });
    const of = (count: number, tier: string | null, why: string | null = null) =>
      plant(at, survey, times(count, { answers: { happy: 4, why }, facts: tier ? { tier } : {} }), true);
    const results = (slice: object = {}) =>
      read(
        'surveyResults(survey: $survey, slice: $slice) { n hidden scores { csat100 { n } } questions { hidden answered } }',
        {
          survey: survey.id,
          slice,
        },
      );
    const tier = (value: string) => results({ segments: [{ key: 'tier', value }] });
    await of(4, 'gold');
    expect(await results()).toEqual({ n: null, hidden: 'FEWER_THAN_FIVE', scores: null, questions: [] });
    expect(await terms(survey)).toMatchObject({ n: null, hidden: 'FEWER_THAN_FIVE' });
    await of(4, 'gold', 'quick help');
    await of(6, 'silver');
    await of(3, 'bronze');
    const whole = await results();
    expect(whole).toMatchObject({ n: 17, hidden: null, scores: { csat100: { n: 17 } } });
    // Four came with a text: too few for its figures, though the survey is shown.
    expect(whole.questions[1]).toEqual({ hidden: 'FEWER_THAN_FIVE', answered: null });
    expect(await tier('bronze')).toMatchObject({ n: null, hidden: 'FEWER_THAN_FIVE' });
    // 17 less gold less silver would tell bronze.
    expect(await tier('silver')).toMatchObject({ n: null, hidden: 'TELLS_A_SMALL_GROUP' });
    expect(await tier('gold')).toMatchObject({ n: 8, hidden: null });
    const groups = await read(
      'surveyGroups(survey: $survey, by: $by) { value n hidden scores { csat100 { n } } }',
      { survey: survey.id, by: { segment: 'tier' } },
    );
    expect(groups.map(({ value, n, hidden }: Seen) => [value, n, hidden])).toEqual([
      ['gold', 8, null],
      ['bronze', null, 'FEWER_THAN_FIVE'],
      ['silver', null, 'TELLS_A_SMALL_GROUP'],
    ]);
    const { tables } = await cross(survey, [{ segment: 'tier' }], [{ question: 'happy' }]);
    expect(tables[0]).toMatchObject({ rows: ['gold'], isPartlyHidden: true });
    for (const slice of [
      { before: '2026-03-02T00:00:00Z' },
      { modes: ['WEB_LINK', 'PHONE'] },
      { modes: ['WEB_LINK'], segments: [{ key: 'tier', value: 'gold' }] },
    ])
      await expect(results(slice)).rejects.toThrow(/BAD_USER_INPUT/);
  });

  it('exports the responses as a table without persons, sensitive answers and formulas, and puts it on record', async () => {
    const survey = await at.survey([
      ask('happy', 'CSAT'),
      ask('delta', 'NUMBER'),
      ask('why', 'TEXT'),
      ask('secret', 'TEXT', { isSensitive: true }),
    ]);
    const customer = await at.platform.customer({ name: 'Grace' });
    await at.fill(await at.link(survey.id, customer), {
      happy: { number: 4 },
      delta: { number: -3 },
      why: { text: '=HYPERLINK("http://x")\nand "more", 很好' },
      secret: { text: 'unsagbar' },
    });
    const second = await at.platform.customer();
    await at.fill(await at.link(survey.id, second), {
      happy: { number: 2 },
      delta: {},
      why: { text: '@SUM(1)' },
      secret: {},
    });
    const query = (more: string, by = at.manager) =>
      read(`surveyExport(survey: $survey${more}) { csv responses next hidden }`, { survey: survey.id }, by);
    const whole = await query('');
    expect(whole).toMatchObject({ responses: 2, next: null, hidden: null });
    const [head, ...lines] = whole.csv.slice(1).split('\r\n');
    expect(whole.csv.charCodeAt(0)).toBe(0xfeff);
    expect(head).toBe(
      '"response","edition","submittedAt","mode","channel","language","seconds","happy","delta","why"',
    );
    expect(lines[0]).toMatch(/,4,-3,"'=HYPERLINK\(""http:\/\/x""\)\nand ""more"", 很好"$/);
    expect(lines[1]).toMatch(/,2,,"'@SUM\(1\)"$/);
    for (const secret of ['unsagbar', 'secret', 'Grace', customer.id])
      expect(whole.csv).not.toContain(secret);
    const first = await query(', size: 1');
    expect(first).toMatchObject({ responses: 1, next: expect.stringMatching(/^survey_response_/) });
    expect(await query(`, size: 1, after: "${first.next}"`)).toMatchObject({ responses: 1, next: null });
    await expect(query('', at.agent)).rejects.toThrow(/FORBIDDEN/);
    const audited = await at.platform.platform.services.query(
      `select 1 from kernel_audit where action = 'survey.export'`,
    );
    expect(audited.length).toBeGreaterThan(0);
  });
});
