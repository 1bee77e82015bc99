import { describe, expect, test } from '@jest/globals';
import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { isRoot } from '../security/positions.js';
import { except, inputs, mutations, nameOf, nodes, outputs, platform, types } from './schema-parts.js';

const { schema, registry } = platform;

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

describe('a mutation', () => {
  /** They say something once, or end it: there is no record to show. */
  const WITHOUT_RECORD = {
    createServiceKey: 'a key is shown once and is no record of the API',
    revokeServiceKey: 'a key is no record of the API',
    mintToken: 'a token is shown once',
    retryJob: 'a job is no record of the API',
    changePluginSettings: 'a plugin is no record of the API',
  };
  const WITHOUT_RECORD_OF_PLUGINS = {
    codeSurveyText: 'a text is no record of the API',
    archiveSurveyBenchmark: 'it is out of the lists from then on',
  };
  const WITHOUT_KEY_IN_PLUGINS = {
    startSurveyResponse: 'a key is stored with who sent it, and an anonymous answer leads to nobody',
    answerSurvey: 'a key is stored with who sent it, and an anonymous answer leads to nobody',
    submitSurveyResponse: 'a key is stored with who sent it, and an anonymous answer leads to nobody',
    dismissSurveyResponse: 'a key is stored with who sent it, and an anonymous answer leads to nobody',
  };
  /** An answer with a secret is never stored, so that it cannot be repeated by a key. */
  const WITH_SECRET = {
    createServiceKey: 'answers with a key',
    mintToken: 'answers with a token',
    createWebhookEndpoint: 'answers with a secret',
    rotateWebhookSecret: 'answers with a secret',
    revokeServiceKey: 'ends a key once, however often it is sent',
  };
  const VERBS =
    /^(add|adjust|analyse|answer|archive|assess|assign|audit|cancel|capture|change|classify|close|code|complete|confirm|create|deactivate|deliver|dismiss|enrol|estimate|exclude|finish|flag|grant|hold|include|install|invite|issue|link|log|merge|mint|name|open|ping|plan|post|promise|publish|reach|record|redeem|remove|replay|reply|resume|retry|reverse|revoke|rotate|score|set|share|start|submit|take|triage|unlink|unmerge|update|upsert|use|void|vote|withdraw|write)[A-Z]/;

  test.each(mutations)(
    'api-12 $name takes one input and answers with one payload, both its own',
    (mutation) => {
      expect(mutation.args.map(({ name, type }) => `${name}: ${type}`)).toEqual([
        `input: ${pascal(mutation.name)}Input!`,
      ]);
      expect(String(mutation.type)).toBe(`${pascal(mutation.name)}Payload`);
      const users = outputs.filter(
        ({ field }) =>
          getNamedType(field.type) === getNamedType(mutation.type) ||
          field.args.some(({ type }) => getNamedType(type) === getNamedType(mutation.args[0]!.type)),
      );
      expect(users.map(nameOf)).toEqual([`Mutation.${mutation.name}`]);
    },
  );

  test('api-12 begins with its verb', () => {
    expect(mutations.map(({ name }) => name).filter((name) => !VERBS.test(name))).toEqual([]);
  });

  test('api-12 can be repeated safely by a key', () => {
    const without = mutations.filter(({ args }) => {
      const fields = (getNamedType(args[0]!.type) as GraphQLInputObjectType).getFields();
      return String(fields['idempotencyKey']?.type) !== 'String';
    });
    except(
      without.map(({ name }) => name),
      WITH_SECRET,
      WITHOUT_KEY_IN_PLUGINS,
    );
  });

  test('api-12 answers with the record that it changed', () => {
    const without = mutations.filter(({ type }) => {
      const fields = Object.values((getNamedType(type) as GraphQLObjectType).getFields());
      return !fields.some((field) => nodes.has(getNamedType(field.type) as GraphQLObjectType));
    });
    except(
      without.map(({ name }) => name),
      WITHOUT_RECORD,
      WITHOUT_RECORD_OF_PLUGINS,
    );
  });

  test('api-11 answers with user errors, and nothing else of the payload is certain', () => {
    for (const { type } of mutations) {
      const fields = Object.entries((getNamedType(type) as GraphQLObjectType).getFields());
      const shape = Object.fromEntries(fields.map(([name, field]) => [name, String(field.type)]));
      expect(shape).toMatchObject({ userErrors: '[UserError!]!' });
      const certain = fields.filter(([name, field]) => name !== 'userErrors' && isNonNullType(field.type));
      expect(certain.map(([name]) => name)).toEqual([]);
      expect(fields.length).toBeGreaterThan(1);
    }
    const userError = (schema.getType('UserError') as GraphQLObjectType).getFields();
    expect(Object.entries(userError).map(([name, { type }]) => `${name}: ${type}`)).toEqual([
      'code: String!',
      'field: [String!]!',
      'message: String!',
    ]);
  });
});

describe('what may be null', () => {
  test('api-13 a list has neither nulls in it nor is it one', () => {
    const hidden = outputs.filter(({ type, field }) => ruleOf(type, field) !== undefined);
    const wrong = outputs.filter(({ type, field }) => {
      const list = getNullableType(field.type);
      if (!isListType(list)) return false;
      // A root field is null when it fails, and a field with a rule when it is hidden.
      const mayBeNull = isRoot(type) || hidden.some((one) => one.field === field);
      return !isNonNullType(list.ofType) || (!mayBeNull && !isNonNullType(field.type));
    });
    except(
      wrong.map(nameOf),
      {
        'Query.nodes': 'the specification of Relay keeps the places of what is not there',
        'Requirement.filingGaps': 'hidden from customers, like the fields it is drawn from',
      },
      {
        'Condition.values': 'most conditions have none, and an empty list is one that nothing meets',
        'SurveyTrigger.filters': 'hidden from customers',
        'SurveyInvitation.segments': 'hidden from customers',
        'SurveyResponse.segments': 'hidden from customers',
        'SurveyAnswer.choices': 'null where the question is not one of choices',
      },
    );
  });

  test('api-13 every root field may be, so that one failure does not blank its siblings', () => {
    expect(
      outputs.filter(({ type, field }) => isRoot(type) && isNonNullType(field.type)).map(nameOf),
    ).toEqual([]);
  });

  test('api-13 every record that another refers to may be, and every field with a rule', () => {
    const wrong = outputs.filter(
      ({ type, field }) =>
        nodes.has(type) &&
        isNonNullType(field.type) &&
        (nodes.has(field.type.ofType as GraphQLObjectType) || ruleOf(type, field) !== undefined),
    );
    expect(wrong.map(nameOf)).toEqual([]);
  });

  test('api-13 every field that a plugin adds to the type of another may be', () => {
    const owners = new Map([...registry.entities].map(([entity, plugin]) => [entity.name, plugin]));
    const foreign = registry.extensions.filter(
      ({ typeName, plugin }) => owners.has(typeName) && owners.get(typeName) !== plugin,
    );
    expect(foreign.filter(({ field }) => field.trim().endsWith('!')).map(({ field }) => field)).toEqual([]);
  });
});

/** The rule that hides a field of a stored type from some. */
function ruleOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): unknown {
  const entity = [...registry.entities.keys()].find(({ name }) => name === type.name);
  return entity && registry.access.get(entity)?.fields?.[field.name];
}

describe('a scalar', () => {
  const own = types.filter((type): type is GraphQLScalarType => isScalarType(type));

  test('api-16 says by what it is specified', () => {
    expect(
      own.filter(({ specifiedByURL }) => !specifiedByURL?.startsWith('https://')).map(({ name }) => name),
    ).toEqual([]);
    expect(own.map(({ name }) => name)).toContain('DateTime');
  });

  test('api-16 DateTime answers in UTC and takes any offset', () => {
    const type = schema.getType('DateTime') as GraphQLScalarType;
    expect(type.serialize(new Date('2026-11-21T09:30:00+08:00'))).toBe('2026-11-21T01:30:00.000Z');
    expect(type.parseValue('2026-11-21T09:30:00+08:00')).toEqual(new Date('2026-11-21T01:30:00.000Z'));
    for (const wrong of [
      '2026-11-21',
      '2026-11-21T09:30:00',
      '2026-02-30T00:00:00Z',
      '21/11/2026',
      1_795_253_400,
      '',
    ])
      expect(() => type.parseValue(wrong)).toThrow();
  });

  test('api-16 no money is a number', () => {
    const isMoney = /(amount|price|money|cost|fee|balance|revenue|value)$/i;
    const wrong = [
      ...outputs
        .filter(({ field }) => isMoney.test(field.name) && getNamedType(field.type).name === 'Float')
        .map(nameOf),
      ...inputs.flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => isMoney.test(field.name) && getNamedType(field.type).name === 'Float')
          .map((field) => `${type.name}.${field.name}`),
      ),
    ];
    except(
      wrong,
      {},
      {
        'SurveyBenchmark.value': 'a score, not money',
        'SurveyDelta.value': 'how far a score has moved, not money',
        'ValueScoreInput.value': 'what a score is computed from, not money',
        'ValueNumberInput.value': 'what a score is computed from, not money',
        'SurveyScore.value': 'a score, not money',
        'SurveyAspectScore.value': 'a score, not money',
        'SurveyBenchmarkComparison.value': 'a score, not money',
        'RecordSurveyBenchmarkInput.value': 'a score, not money',
      },
    );
  });
});

describe('an id', () => {
  test('api-9 is ID! on every record, and the tag of the type is in it', () => {
    for (const type of nodes) expect(String(type.getFields()['id']!.type)).toBe('ID!');
    const tags = [...registry.entities.keys()].map((entity) => {
      const { tag } = platform.database.orm
        .getMetadata()
        .get(entity as never)
        .getPrimaryProp().customType as unknown as { tag: string };
      return tag;
    });
    expect(new Set(tags).size).toBe(nodes.size);
    expect(tags.filter((tag) => !/^[a-z][a-z_]*$/.test(tag))).toEqual([]);
  });

  test('is on nothing that is no record, so that a cache may go by it (api-21)', () => {
    const withId = types.filter(
      (type): type is GraphQLObjectType => isObjectType(type) && 'id' in type.getFields(),
    );
    expect(withId.filter((type) => !nodes.has(type)).map(({ name }) => name)).toEqual([]);
  });
});
