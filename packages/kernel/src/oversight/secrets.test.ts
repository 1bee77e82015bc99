import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { secret, shownSettings } from './secrets.js';

const key = secret(z.string().describe('The key of the gateway'));

describe('a secret setting', () => {
  test.each<[string, z.ZodType, unknown]>([
    ['a text', key, 'S3CRET'],
    ['one that may be left out', key.optional(), 'S3CRET'],
    ['one that may be null', key.nullable(), 'S3CRET'],
    ['one with a default', key.default('S3CRET'), 'S3CRET'],
    ['one in an object', z.object({ host: z.string(), key }), { host: 'h', key: 'S3CRET' }],
    ['one in a list', z.array(key), ['S3CRET']],
    ['one in a list of objects', z.array(z.object({ key })), [{ key: 'S3CRET' }]],
    ['one in a record', z.record(z.string(), key), { a: 'S3CRET' }],
    ['one of two forms', z.union([z.object({ key }), z.object({ host: z.string() })]), { key: 'S3CRET' }],
    ['an object as a whole', secret(z.object({ user: z.string() })), { user: 'S3CRET' }],
    [
      'one of a discriminated form',
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('a'), key })]),
      { kind: 'a', key: 'S3CRET' },
    ],
    ['what the schema does not speak of', z.looseObject({}), { other: 'S3CRET' }],
  ])('as %s is not shown', (_what, schema, value) => {
    const shown = shownSettings(z.object({ part: schema, plain: z.number() }), { part: value, plain: 5 });
    expect(JSON.stringify(shown)).not.toContain('S3CRET');
    expect(shown.find(({ name }) => name === 'plain')).toEqual({
      name: 'plain',
      description: null,
      isSecret: false,
      value: '5',
    });
  });

  test('is named as one, with what it means', () => {
    expect(shownSettings(z.object({ key }), {})).toEqual([
      { name: 'key', description: 'The key of the gateway', isSecret: true, value: null },
    ]);
  });
});

test('what is no secret is shown whole', () => {
  const schema = z.object({
    days: z.number().default(5),
    steps: z.array(z.object({ at: z.number(), to: z.enum(['a', 'b']) })),
    either: z.union([z.string(), z.object({ x: z.number() })]),
    labels: z.record(z.string(), z.string()),
  });
  const value = { days: 3, steps: [{ at: 1, to: 'a' }], either: { x: 1 }, labels: { en: 'One' } };
  const shown = shownSettings(schema, value);
  expect(Object.fromEntries(shown.map(({ name, value }) => [name, JSON.parse(value!)]))).toEqual(value);
});
