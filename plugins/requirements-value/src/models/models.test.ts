import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Desk, type Seen } from '../test-fixture.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const text = (en: string) => [{ locale: 'en', text: en }];
const criterion = (key: string, more: object = {}) => ({ key, label: text(key), unit: 'points', ...more });

function model(key: string, kind: string, more: object = {}) {
  return { key, kind, name: text(key), provenance: 'a test', ...more };
}

test('tables and entities are the same', async () => {
  expect(await desk.platform.schemaDifference()).toEqual([]);
});

describe('a model', () => {
  test.each([
    ['RICE', {}, 'VALUE_MODEL_UNSOUND reachPeriod'],
    ['RICE', { reachPeriod: 'quarter', criteria: [criterion('a')] }, 'VALUE_MODEL_UNSOUND criteria'],
    ['WSJF', { expression: '1' }, 'VALUE_MODEL_UNSOUND expression'],
    ['WEIGHTED', {}, 'VALUE_MODEL_UNSOUND criteria'],
    [
      'WEIGHTED',
      { criteria: [criterion('a', { weight: 0.5 }), criterion('b', { weight: 0.6 })] },
      'VALUE_MODEL_UNSOUND criteria',
    ],
    [
      'WEIGHTED',
      { criteria: [criterion('a', { weight: 0.5 }), criterion('a', { weight: 0.5 })] },
      'VALUE_MODEL_UNSOUND criteria',
    ],
    ['WEIGHTED', { criteria: [criterion('a', { weight: 1.5 })] }, 'INVALID criteria.0.weight'],
    ['AHP', { criteria: [criterion('a'), criterion('b')] }, 'VALUE_MODEL_UNSOUND comparisons'],
    [
      'AHP',
      { criteria: [criterion('a'), criterion('b')], comparisons: [{ first: 'a', second: 'c', ratio: 2 }] },
      'VALUE_MODEL_UNSOUND comparisons',
    ],
    [
      'AHP',
      { criteria: [criterion('a'), criterion('b')], comparisons: [{ first: 'a', second: 'b', ratio: 99 }] },
      'INVALID comparisons.0.ratio',
    ],
    ['CUSTOM', { criteria: [criterion('a')] }, 'VALUE_MODEL_UNSOUND expression'],
    ['CUSTOM', { criteria: [criterion('a')], expression: 'a + b' }, 'VALUE_MODEL_UNSOUND expression'],
    ['CUSTOM', { criteria: [criterion('a')], expression: '1 / a' }, 'VALUE_MODEL_UNSOUND expression'],
    ['CUSTOM', { criteria: [criterion('a')], expression: 'a +' }, 'VALUE_MODEL_UNSOUND expression'],
    ['CUSTOM', { criteria: [criterion('min')], expression: '1' }, 'VALUE_MODEL_UNSOUND criteria'],
    [
      'CUSTOM',
      { criteria: [criterion('a', { minimum: 5, maximum: 1 })], expression: 'a' },
      'VALUE_MODEL_UNSOUND criteria',
    ],
  ])('%s with %o is not published: %s', async (kind, more, refusal) => {
    expect(await desk.refused('publishValueModel', model('wrong', kind, more))).toEqual([refusal]);
  });

  test('says what would be right', async () => {
    const custom = { criteria: [criterion('effort')], expression: '1 / effort' };
    const { userErrors } = await desk.command('publishValueModel', model('wrong', 'CUSTOM', custom));
    expect(userErrors[0].message).toBe(
      'The expression divides by zero where "effort" is 0. Set the minimum of "effort" above 0, or use ?: for it.',
    );
    const weights = { criteria: [criterion('a', { weight: 0.5 }), criterion('b', { weight: 0.4 })] };
    const answer = await desk.command('publishValueModel', model('wrong', 'WEIGHTED', weights));
    expect(answer.userErrors[0].message).toBe('The weights must sum to 1; they sum to 0.9.');
  });

  test('keeps every version, and the database refuses to change one', async () => {
    const weights = (a: number) => ({
      criteria: [criterion('a', { weight: a }), criterion('b', { weight: 1 - a })],
    });
    const first = await desk.done('publishValueModel', model('kept', 'WEIGHTED', weights(0.5)));
    const second = await desk.done('publishValueModel', model('kept', 'WEIGHTED', weights(0.25)));
    expect([first.valueModelVersion.number, second.valueModelVersion.number]).toEqual([1, 2]);
    expect(second.valueModel).toEqual({ id: first.valueModel.id, versionCount: 2 });
    const source = `query($id: ID!) { node(id: $id) { ... on ValueModel { versions { edges { node {
      number provenance author inputs { key label unit weight isDivisor } } } } } } }`;
    const { node } = await desk.manager.must(source, { variables: { id: first.valueModel.id } });
    const versions = node.versions.edges.map((edge: Seen) => edge.node);
    expect(versions.map((one: Seen) => one.inputs.map((input: Seen) => input.weight))).toEqual([
      [0.25, 0.75],
      [0.5, 0.5],
    ]);
    expect(versions[0]).toMatchObject({ number: 2, provenance: 'a test', author: desk.manager.id });
    const { services } = desk.platform.platform;
    await expect(services.query('update requirements_value_model_version set number = 9')).rejects.toThrow(
      'what was published stays',
    );
    await expect(services.query('delete from requirements_value_model_version')).rejects.toThrow(
      'what was published stays',
    );
  });

  test('keeps its kind', async () => {
    await desk.done('publishValueModel', model('kinds', 'WSJF'));
    expect(await desk.refused('publishValueModel', model('kinds', 'KANO'))).toEqual([
      'VALUE_MODEL_UNSOUND kind',
    ]);
  });

  test('of comparisons in pairs publishes the ratio, the table, and a flag where they contradict each other', async () => {
    const criteria = ['a', 'b', 'c'].map((key) => criterion(key));
    const compare = (ab: number, ac: number, bc: number) => [
      { first: 'a', second: 'b', ratio: ab },
      { first: 'a', second: 'c', ratio: ac },
      { first: 'b', second: 'c', ratio: bc },
    ];
    const publish = async (key: string, ...ratios: [number, number, number]) => {
      const input = model(key, 'AHP', { criteria, comparisons: compare(...ratios) });
      const { valueModelVersion } = await desk.done('publishValueModel', input);
      const source = `query($id: ID!) { node(id: $id) { ... on ValueModelVersion { inputs { weight } comparisons { first second ratio }
        consistency { lambdaMax consistencyIndex randomIndex consistencyRatio limit isConsistent randomIndexTable { criteria index } } } } }`;
      return (await desk.manager.must(source, { variables: { id: valueModelVersion.id } })).node;
    };
    const fruit = await publish('fruit', 1 / 3, 5, 7);
    expect(fruit.inputs.map(({ weight }: Seen) => weight.toFixed(4))).toEqual(['0.2790', '0.6491', '0.0719']);
    expect(fruit.consistency).toMatchObject({ randomIndex: 0.58, limit: 0.1, isConsistent: true });
    expect(fruit.consistency.consistencyRatio).toBeCloseTo(0.0559, 3);
    expect(fruit.consistency.randomIndexTable).toHaveLength(10);
    expect(fruit.consistency.randomIndexTable[3]).toEqual({ criteria: 4, index: 0.9 });
    const circle = await publish('circle', 3, 1 / 3, 3);
    expect(circle.consistency.isConsistent).toBe(false);
  });

  test('comes from a preset with where its numbers come from, in both languages', async () => {
    const source = '{ valueModelPresets { key name kind provenance } }';
    const { valueModelPresets } = await desk.agent.must(source, { locale: 'zh-CN' });
    expect(valueModelPresets.map(({ key }: Seen) => key)).toEqual([
      'rice',
      'wsjf',
      'goals',
      'goals-in-pairs',
      'kano',
    ]);
    expect(valueModelPresets[2]).toMatchObject({ name: '对业务目标的重要性', kind: 'WEIGHTED' });
    for (const { key, provenance } of valueModelPresets) {
      const { valueModelVersion } = await desk.done('installValueModelPreset', { key });
      expect(valueModelVersion.provenance).toBe(provenance);
    }
    expect(await desk.refused('installValueModelPreset', { key: 'none' })).toEqual(['NOT_FOUND key']);
  });

  test('is for staff who may', async () => {
    const customer = await desk.platform.customer();
    expect(await desk.refused('installValueModelPreset', { key: 'rice' }, desk.agent)).toEqual(['FORBIDDEN']);
    const { data } = await customer.run('{ valueModels { edges { node { id } } } }');
    expect(data.valueModels.edges).toEqual([]);
    expect((await customer.run('{ valueModelPresets { key } }')).errors?.[0]?.extensions['code']).toBe(
      'FORBIDDEN',
    );
  });
});
