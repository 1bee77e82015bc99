import { corePlugins } from '@candor/core';
import { describe, expect, test } from '@jest/globals';
import {
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
} from 'graphql';
import { except, inputs, nameOf, outputs, platform, types } from './schema-parts.js';
import { unstarted } from './unstarted.js';

const { schema, registry } = platform;

describe('a name', () => {
  const PASCAL = /^[A-Z][a-z0-9]*(?:[A-Z][a-z0-9]*)*$/;
  const CAMEL = /^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)*$/;
  const SCREAMING = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

  test('api-14 of a type is in PascalCase', () => {
    expect(types.map(({ name }) => name).filter((name) => !PASCAL.test(name))).toEqual([]);
  });

  test('api-14 of a field or an argument is in camelCase', () => {
    const names = [
      ...outputs.flatMap(({ field }) => [field.name, ...field.args.map(({ name }) => name)]),
      ...inputs.flatMap((type) => Object.keys(type.getFields())),
    ];
    expect(names.filter((name) => !CAMEL.test(name))).toEqual([]);
  });

  test('api-14 of an enum value is in SCREAMING_CASE', () => {
    const names = types.filter(isEnumType).flatMap((type) => type.getValues().map(({ name }) => name));
    expect(names.filter((name) => !SCREAMING.test(name))).toEqual([]);
  });

  test('api-14 of what is true or false reads as a statement', () => {
    const wrong = outputs.filter(
      ({ field }) =>
        getNamedType(field.type).name === 'Boolean' &&
        // bars.md, api-23, names that of an event so.
        field.name !== 'recovered' &&
        !/^(is|has|can|may|needs)[A-Z]/.test(field.name),
    );
    except(
      wrong.map(nameOf),
      {
        'Feedback.viewerHasVoted': 'the plan of the feedback module names it so; it is a statement by itself',
        'ProgressBoard.boardFieldsComplete':
          'mission.md, E1, names the measure so; it is a statement by itself',
      },
      { 'SurveyQuestion.asksForImprovement': 'a statement by itself' },
    );
  });

  test('api-14 of an instant ends with At', () => {
    const wrong = outputs.filter(
      ({ field }) => getNamedType(field.type).name === 'DateTime' && !/(^at|At)$/.test(field.name),
    );
    expect(wrong.map(nameOf)).toEqual([]);
  });

  test('api-14 of a filter, an order, an input and a payload says what it is', () => {
    const wrong = inputs.filter(({ name }) => !/(Input|Filter|Order)$/.test(name)).map(({ name }) => name);
    except(wrong, { StreamPosition: 'the value of `since`, which every subscription answers with too' });
  });
});

/** Every description of the schema, by the place that it stands at. */
function descriptions(): Array<[string, string]> {
  const of = (
    name: string,
    { description }: { readonly description?: string | null | undefined },
  ): [string, string] => [name, description ?? ''];
  const ofType = (type: GraphQLNamedType): Array<[string, string]> => {
    if (isEnumType(type)) return type.getValues().map((value) => of(`${type.name}.${value.name}`, value));
    if (isInputObjectType(type))
      return Object.values(type.getFields()).map((field) => of(`${type.name}.${field.name}`, field));
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => [
      of(`${type.name}.${field.name}`, field),
      ...field.args.map((arg) => of(`${type.name}.${field.name}(${arg.name})`, arg)),
    ]);
  };
  const isRootName = (name: string) => ['Query', 'Mutation', 'Subscription'].includes(name);
  return [
    ...types.filter(({ name }) => !isRootName(name)).map((type) => of(type.name, type)),
    ...types.flatMap(ofType),
    ...schema
      .getDirectives()
      .filter((directive) => !isSpecifiedDirective(directive))
      .map((directive) => of(`@${directive.name}`, directive)),
  ];
}

/** What questionnaires are made of, and tables for people to read, is called as the inside of a database is. */
const OF_SURVEYS = /\b(statements?|tables?|rows?|columns?|promises?)\b/gi;
const inCore = unstarted(corePlugins).schema;

/** A description without the words that belong to the trade of the plugin that brings the place. */
function spoken(place: string, text: string): string {
  const [type, field = ''] = place.split(/[.(]/);
  const known = inCore.getType(type!);
  const isOfCore = known && (!('getFields' in known) || field in known.getFields());
  return isOfCore || !/survey|question/i.test(place) ? text : text.replaceAll(OF_SURVEYS, '');
}

describe('a description', () => {
  test('api-15 stands at every type, field, argument and value, and is a sentence', () => {
    const all = descriptions();
    expect(
      all.filter(([, text]) => !/^\S.*[.:`)]$/s.test(text)).map(([name, text]) => `${name}: ${text}`),
    ).toEqual([]);
    expect(all.length).toBeGreaterThan(500);
  });

  test('api-15 says nothing of what is inside', () => {
    const tables = platform.database.orm.getMetadata();
    const names = [...registry.entities.keys()].flatMap((entity) => {
      const { tableName, props } = tables.get(entity as never);
      const columns = props.flatMap(({ fieldNames = [] }) => fieldNames).filter((name) => name.includes('_'));
      return [tableName, ...columns];
    });
    const stored = new RegExp(`\\b(${[...new Set(names)].join('|')})\\b`);
    const inside =
      /\b(sql|postgres\w*|redis|bullmq|mikro\w*|kysely|type-?graphql|apollo|resolvers?|entit(y|ies)|tables?|columns?|rows?|statements?|transactions?|promises?|packages\/\S+|\S+\.ts|TODO|FIXME)\b/i;
    expect(
      descriptions()
        .filter(([name, text]) => inside.test(spoken(name, text)) || stored.test(text))
        .map(([name, text]) => `${name}: ${text}`),
    ).toEqual([]);
  });
});
