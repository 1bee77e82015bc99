import { idOf } from '@candor/kernel/database';
import type { TestPlatform } from '@candor/testing';

type ListDeclaration = TestPlatform['platform']['registry']['lists'][number];

/** One way to ask one list. */
export interface Case {
  readonly list: string;
  readonly order: string;
  readonly filter: string;
  /** GraphQL of a query, with `$after` where the page starts behind a cursor. */
  readonly source: (after?: string) => string;
  /** Of how many parents a nested list is asked at once. */
  readonly parents: number;
}

/** A criterion as it is shown and as it is written in GraphQL. */
interface Criterion {
  readonly shown: string;
  readonly text: string;
}

const screaming = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** Every list with each order, both directions, and each single filter: what is common, and what is rare. */
export async function casesOf(platform: TestPlatform): Promise<Case[]> {
  const cases: Case[] = [];
  for (const list of platform.platform.registry.lists) {
    const parents = list.options.on ? await parentsOf(platform, list) : [];
    const criteria = [{ shown: '-', text: '' }, ...(await criteriaOf(platform, list))];
    for (const [order, { property, direction }] of ordersOf(list).entries()) {
      for (const { shown, text } of criteria) {
        const field = (after?: string) =>
          `${list.name}(first: 20, orderBy: { field: ${screaming(property)}, direction: ${direction} }
             ${text && `filter: { ${text} }`} ${after ? `after: ${JSON.stringify(after)}` : ''})
             { edges { node { id } } pageInfo { hasNextPage endCursor } ${order === 0 ? 'totalCount' : ''} }`;
        cases.push({
          list: list.options.on ? `${list.options.on.type.name}.${list.name}` : list.name,
          order: `${property} ${direction}`,
          filter: shown,
          parents: Math.max(1, parents.length),
          source: (after) =>
            list.options.on
              ? `{ nodes(ids: ${JSON.stringify(parents)}) { ... on ${list.options.on.type.name} { list: ${field(after)} } } }`
              : `{ list: ${field(after)} }`,
        });
      }
    }
  }
  return cases;
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

async function criteriaOf(platform: TestPlatform, list: ListDeclaration): Promise<Criterion[]> {
  const { tableName, properties } = meta(platform, list.type);
  const criteria = (list.options.filter ?? []).map(async (name): Promise<Criterion[]> => {
    const property = properties[name]!;
    const column = property.fieldNames[0]!;
    const query = (text: string) => platform.platform.services.query<{ value: string }>(text);
    const write = (value: string) =>
      property.targetMeta
        ? JSON.stringify(idOf(tagOf(platform, property.targetMeta.class), value))
        : property.enum
          ? value
          : JSON.stringify(value);
    if (property.runtimeType === 'Date') {
      const [edge] = await query(
        `select to_char(min(${column}) + interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as value from ${tableName}`,
      );
      return [
        { shown: `${name} from middle`, text: `${name}: { from: "2025-01-01T00:00:00Z" }` },
        { shown: `${name} before middle`, text: `${name}: { before: "2025-01-01T00:00:00Z" }` },
        { shown: `${name} before nearly all`, text: `${name}: { before: "${edge!.value}" }` },
        { shown: `${name} from after all`, text: `${name}: { from: "2026-03-02T00:00:00Z" }` },
      ];
    }
    if (property.runtimeType === 'boolean')
      return [true, false].map((value) => ({ shown: `${name} ${value}`, text: `${name}: ${value}` }));
    if (property.runtimeType === 'number') {
      const [middle] = await query(
        `select percentile_disc(0.5) within group (order by ${column})::text as value from ${tableName}`,
      );
      const [least] = await query(`select min(${column})::text as value from ${tableName}`);
      return [
        { shown: `${name} from middle`, text: `${name}: { from: ${middle!.value} }` },
        { shown: `${name} below middle`, text: `${name}: { below: ${middle!.value} }` },
        { shown: `${name} below nearly all`, text: `${name}: { below: ${Number(least!.value) + 1} }` },
      ];
    }
    const sorted = `select ${column}::text as value from ${tableName} where ${column} is not null group by ${column} order by count(*)`;
    const [[common], [rare]] = await Promise.all([
      query(`${sorted} desc limit 1`),
      query(`${sorted} limit 1`),
    ]);
    if (!common) throw new Error(`No record of ${tableName} has a ${name} to ask for.`);
    const choices = [
      { shown: `${name} in common`, text: `${name}: { in: [${write(common.value)}] }` },
      { shown: `${name} in rare`, text: `${name}: { in: [${write(rare!.value)}] }` },
    ];
    if (property.enum) {
      const others = (property.items ?? []).filter((item) => item !== common.value);
      choices.push(
        { shown: `${name} in all but common`, text: `${name}: { in: [${others.join(', ')}] }` },
        { shown: `${name} notIn common`, text: `${name}: { notIn: [${write(common.value)}] }` },
      );
    } else if (!property.targetMeta)
      choices.push({ shown: `${name} in none`, text: `${name}: { in: ["nowhere"] }` });
    return choices;
  });
  return (await Promise.all(criteria)).flat();
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

function ordersOf({ options }: ListDeclaration): Array<{ property: string; direction: string }> {
  return options.orderBy.flatMap((property) => ['ASC', 'DESC'].map((direction) => ({ property, direction })));
}
