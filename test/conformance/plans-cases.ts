import { idOf } from '@candor/kernel/database';
import type { TestPlatform } from '@candor/testing';

type ListDeclaration = TestPlatform['platform']['registry']['lists'][number];

/** One way to ask one list. */
export interface Case {
  readonly list: string;
  readonly order: string;
  readonly filter: string;
  readonly query: string;
  /** Of the query; with `after`, its page starts behind that cursor. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of how many parents a nested list is asked at once. */
  readonly parents: number;
  readonly criteria: number;
}

/** A criterion as it is shown, and as an input of the list's filter. */
interface Criterion {
  readonly shown: string;
  readonly filter: Readonly<Record<string, unknown>>;
}

/**
 * Every list with each order, both directions, and each single filter: what is common, and what is rare; and each
 * order, one direction, with the filters of any two properties together.
 */
export async function casesOf(platform: TestPlatform): Promise<Case[]> {
  const cases: Case[] = [];
  for (const list of platform.platform.registry.lists) {
    const { options } = list;
    const parents = options.on ? await parentsOf(platform, list) : [];
    const criteria = await criteriaOf(platform, list);
    const single = [{ shown: '-', filter: {} }, ...criteria.flat()];
    const query = queryOf(list);
    for (const [index, property] of options.orderBy.entries()) {
      for (const direction of ['ASC', 'DESC']) {
        for (const { shown, filter } of direction === 'ASC' ? [...single, ...pairsOf(criteria)] : single) {
          const orderBy = { field: screaming(property), direction };
          const isCounted = index === 0 && direction === 'ASC';
          cases.push({
            list: options.on ? `${options.on.type.name}.${list.name}` : list.name,
            order: `${property} ${direction}`,
            filter: shown,
            parents: Math.max(1, parents.length),
            criteria: Object.keys(filter).length,
            query,
            variables: { parents, orderBy, isCounted, ...(options.filter?.length && { filter }) },
          });
        }
      }
    }
  }
  return cases;
}

/** One document for all that one list may be asked. */
function queryOf({ name, options }: ListDeclaration): string {
  const on = options.on?.type.name;
  const type = pascal(on ? `${on}.${name}` : name);
  const isFiltered = Boolean(options.filter?.length);
  const list = `list: ${name}(first: 20, after: $after, orderBy: $orderBy ${isFiltered ? 'filter: $filter' : ''})
    { edges { node { id } } pageInfo { hasNextPage endCursor } totalCount @include(if: $isCounted) }`;
  return `query ($after: String, $orderBy: ${type}Order, $isCounted: Boolean!
    ${isFiltered ? `$filter: ${type}Filter` : ''} ${on ? '$parents: [ID!]!' : ''})
    { ${on ? `nodes(ids: $parents) { ... on ${on} { ${list} } }` : list} }`;
}

/** Of any two properties: what is common or rare of the one, with what is common or rare of the other. */
function pairsOf(criteria: readonly (readonly Criterion[])[]): Criterion[] {
  const ends = criteria.map((own) => [own[0]!, own.at(-1)!]);
  return ends.flatMap((own, index) =>
    own.flatMap((one) =>
      ends
        .slice(index + 1)
        .flat()
        .map((other) => ({
          shown: `${one.shown} and ${other.shown}`,
          filter: { ...one.filter, ...other.filter },
        })),
    ),
  );
}

/** The parent with the most children, the one with the fewest, one without any, and the first of the data. */
async function parentsOf(platform: TestPlatform, { type, options }: ListDeclaration): Promise<string[]> {
  const { type: parent, by } = options.on!;
  const { tableName, properties } = meta(platform, type);
  const column = properties[by]!.fieldNames[0]!;
  const { tableName: parentTable } = meta(platform, parent);
  const rows = await platform.platform.services.query<{ id: string }>(
    `with sizes as (select ${column} as id, count(*) from ${tableName} where ${column} is not null group by 1)
     (select id::text from sizes order by count desc limit 1) union (select id::text from sizes order by count limit 1)
     union (select id::text from ${parentTable} where id not in (select id from sizes) limit 1)
     union (select id::text from ${parentTable} where id = md5($1)::uuid)`,
    [`${tagOf(platform, parent)}1`],
  );
  return rows.map(({ id }) => idOf(tagOf(platform, parent), id));
}

/** What may be asked for, property by property: the common first, then the rare, the others behind them. */
async function criteriaOf(platform: TestPlatform, list: ListDeclaration): Promise<Criterion[][]> {
  const { tableName, properties } = meta(platform, list.type);
  const criteria = (list.options.filter ?? []).map(async (name): Promise<Criterion[]> => {
    const property = properties[name]!;
    const column = property.fieldNames[0]!;
    const query = (text: string) => platform.platform.services.query<{ value: string }>(text);
    const criterion = (shown: string, value: unknown) => ({
      shown: `${name} ${shown}`,
      filter: { [name]: value },
    });
    if (property.runtimeType === 'Date') {
      const [edge] = await query(
        `select to_char(min(${column}) + interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as value from ${tableName}`,
      );
      return [
        criterion('from middle', { from: '2025-01-01T00:00:00Z' }),
        criterion('before middle', { before: '2025-01-01T00:00:00Z' }),
        criterion('before nearly all', { before: edge!.value }),
        criterion('from after all', { from: '2026-03-02T00:00:00Z' }),
      ];
    }
    if (property.runtimeType === 'boolean')
      return [true, false].map((value) => criterion(String(value), value));
    if (property.runtimeType === 'number') {
      const [middle] = await query(
        `select percentile_disc(0.5) within group (order by ${column})::text as value from ${tableName}`,
      );
      const [least] = await query(`select min(${column})::text as value from ${tableName}`);
      return [
        criterion('from middle', { from: Number(middle!.value) }),
        criterion('below middle', { below: Number(middle!.value) }),
        criterion('below nearly all', { below: Number(least!.value) + 1 }),
      ];
    }
    const sorted = `select ${column}::text as value from ${tableName} where ${column} is not null group by ${column} order by count(*)`;
    const [[common], [rare]] = await Promise.all([
      query(`${sorted} desc limit 1`),
      query(`${sorted} limit 1`),
    ]);
    if (!common) throw new Error(`No record of ${tableName} has a ${name} to ask for.`);
    const write = (value: string) =>
      property.targetMeta ? idOf(tagOf(platform, property.targetMeta.class), value) : value;
    const choices = [
      criterion('in common', { in: [write(common.value)] }),
      criterion('in rare', { in: [write(rare!.value)] }),
    ];
    if (property.enum) {
      const others = (property.items ?? []).filter((item) => item !== common.value);
      choices.push(
        criterion('in all but common', { in: others }),
        criterion('notIn common', { notIn: [common.value] }),
      );
    } else if (!property.targetMeta) choices.push(criterion('in none', { in: ['nowhere'] }));
    return choices;
  });
  return Promise.all(criteria);
}

/** What is wanted of MikroORM's metadata. */
interface Meta {
  readonly tableName: string;
  readonly properties: Readonly<Record<string, Property>>;
}
interface Property {
  readonly fieldNames: readonly string[];
  readonly runtimeType: string;
  readonly enum?: boolean;
  readonly items?: readonly string[];
  readonly targetMeta?: { readonly class: unknown };
  readonly customType?: { readonly tag?: string };
}

function meta(platform: TestPlatform, type: unknown): Meta {
  return platform.platform.database.orm.getMetadata().get(type as never) as unknown as Meta;
}

function tagOf(platform: TestPlatform, type: unknown): string {
  return meta(platform, type).properties['id']!.customType!.tag!;
}

const pascal = (path: string) => path.replace(/(?:^|\.)(.)/g, (_, letter: string) => letter.toUpperCase());
const screaming = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
