import { uuidOf } from '@candor/kernel/database';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { type Request, requestFor } from './documents.js';
import { fieldsOf, isRoot } from './positions.js';
import { type Column, overwrite, type Stored } from './stored.js';
import { overHttp, overSocket } from './transports.js';
import { type Somebody, WORLD_TAKES, World } from './world.js';

interface RuledField {
  readonly stored: Stored;
  readonly property: string;
}

interface List {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

let world: World;
let ruled: readonly RuledField[];
/** What a field holds on each record, as somebody reads it, for the records that they see. */
const read = new Map<string, ReadonlyMap<string, unknown>>();

beforeAll(async () => {
  world = await World.create();
  ruled = world.stored.flatMap((stored) =>
    Object.keys(stored.fieldRules).map((property) => ({ stored, property })),
  );
  for (const field of ruled) {
    for (const somebody of [world.everything, ...world.everybody]) {
      read.set(`${nameOf(field)} ${somebody.name}`, await valuesOf(field, somebody));
    }
  }
}, WORLD_TAKES);
afterAll(() => world?.close());

const nameOf = ({ stored, property }: RuledField) => `${stored.typeName}.${property}`;
const valuesFor = (field: RuledField, { name }: Somebody) => read.get(`${nameOf(field)} ${name}`)!;

async function valuesOf({ stored, property }: RuledField, { client }: Somebody) {
  const type = getNamedType(fieldOf(stored, property).type);
  const hasId = isObjectType(type) && 'id' in type.getFields();
  const asked = `${property} ${isLeafType(type) ? '' : `{ ${hasId ? 'id' : '__typename'} }`}`;
  const values = new Map<string, unknown>();
  for (const id of stored.ids) {
    const query = `query($id: ID!) { node(id: $id) { id ... on ${stored.typeName} { ${asked} } } }`;
    const { data, errors } = await client.run(query, { variables: { id } });
    if (errors) throw new Error(`${stored.typeName}.${property}: ${JSON.stringify(errors)}`);
    if (data.node) values.set(id, data.node[property]);
  }
  return values;
}

function fieldOf({ typeName }: Stored, property: string): GraphQLField<unknown, unknown> {
  return (world.schema.getType(typeName) as GraphQLObjectType).getFields()[property]!;
}

/** A record on which the field is there, but not for that somebody; `undefined` if they read it wherever they look. */
function hiddenOn(field: RuledField, somebody: Somebody): string | undefined {
  const all = valuesFor(field, world.everything);
  return [...valuesFor(field, somebody)].find(([id, value]) => value === null && all.get(id) !== null)?.[0];
}

/** Everybody from whom a field is hidden, though they see the record. */
function kept(): Array<{ field: RuledField; somebody: Somebody; id: string }> {
  return ruled.flatMap((field) =>
    world.everybody.flatMap((somebody) => {
      const id = hiddenOn(field, somebody);
      return id === undefined ? [] : [{ field, somebody, id }];
    }),
  );
}

function listsOf({ typeName }: Stored): List[] {
  return fieldsOf(world.schema).filter(
    ({ field }) => getNamedType(field.type).name === `${typeName}Connection`,
  );
}

/** An argument's input field for a property of the records, where the list has one. */
function criterion({ field }: List, property: string): GraphQLInputField | undefined {
  const type = field.args.find(({ name }) => name === 'filter')?.type;
  const named = type && getNamedType(type);
  return isInputObjectType(named) ? named.getFields()[property] : undefined;
}

function orders({ field }: List): string[] {
  const order = getNamedType(field.args.find(({ name }) => name === 'orderBy')!.type);
  const names = isInputObjectType(order) ? getNamedType(order.getFields()['field']!.type) : undefined;
  return isEnumType(names) ? names.getValues().map(({ name }) => name) : [];
}

/** Criteria that hold for the value, and one that does not. */
function criteria(input: GraphQLInputField, value: unknown): unknown[] {
  const named = getNamedType(input.type);
  const plain = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  if (named.name === 'Boolean') return [plain, !plain];
  if (named.name === 'NumberFilter') return [{ from: plain }, { from: 1_000_000 }, { below: 0 }];
  if (named.name === 'InstantFilter') return [{ from: plain }, { from: '2999-01-01T00:00:00Z' }];
  if (named.name === 'TextFilter') return [{ in: [plain] }, { in: [String(plain).slice(0, 2)] }, { in: [] }];
  if (named.name === 'IdFilter') return [{ in: [plain] }, { in: ['nothing'] }, { in: [] }];
  if (!isInputObjectType(named)) throw new Error(`no criteria for ${named.name} yet`);
  const values = (getNamedType(named.getFields()['in']!.type) as GraphQLEnumType).getValues();
  return [{ in: [plain] }, ...values.map(({ name }) => ({ in: [name] })), { notIn: [plain] }];
}

/** Asks a list; one that hangs on a record, on the first that somebody sees. */
function asking(list: List, args: Record<string, unknown>, somebody: Somebody): Request | undefined {
  if (isRoot(list.type)) return requestFor(world.schema, list, args);
  const parents = world.stored.find(({ typeName }) => typeName === list.type.name)?.ids ?? [];
  const parent = parents.find((id) => seenBy.get(somebody)!.has(id));
  return parent === undefined ? undefined : requestFor(world.schema, list, args, parent);
}
const seenBy = new Map<Somebody, ReadonlySet<string>>();
beforeAll(async () => {
  for (const somebody of world.everybody) seenBy.set(somebody, await world.seenBy(somebody.client));
});

/** A reference is hidden also where the record itself is; then its id is like one of nothing, which sec-1 proves. */
function isUnseen(value: unknown, somebody: Somebody): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    !seenBy.get(somebody)!.has(String(value.id))
  );
}

/** The answer without what differs between any two requests. */
function refusal(body: {
  errors?: ReadonlyArray<{ extensions: Readonly<Record<string, unknown>> }>;
}): string {
  return JSON.stringify(body).replaceAll(/"requestId":"[^"]*"/g, '');
}

describe('a field with a rule', () => {
  test('sec-2 is there for some and hidden from others who see the record', () => {
    const never = ruled.filter((field) =>
      [...valuesFor(field, world.everything).values()].every((value) => value === null),
    );
    expect(never.map(nameOf)).toEqual([]);
    const from = new Set(kept().map(({ field }) => field));
    expect(ruled.filter((field) => !from.has(field)).map(nameOf)).toEqual([]);
  });

  test('sec-2 is null or what it is, never something else', () => {
    for (const field of ruled) {
      for (const somebody of world.everybody) {
        for (const [id, value] of valuesFor(field, somebody)) {
          if (value !== null)
            expect({ [id]: value }).toEqual({ [id]: valuesFor(field, world.everything).get(id) });
        }
      }
    }
  });

  test.each(['HTTP', 'WebSocket'])(
    'sec-2 is FORBIDDEN in a filter and an order to whoever does not read it, whatever is asked, over %s',
    async (transport) => {
      const found: string[] = [];
      let tried = 0;
      for (const { field, somebody, id } of kept()) {
        const line = (transport === 'HTTP' ? overHttp : overSocket)(world.url, somebody.client.token);
        for (const list of listsOf(field.stored)) {
          const input = criterion(list, field.property);
          const value = valuesFor(field, world.everything).get(id);
          const filters = input
            ? criteria(input, value).map((one) => ({ filter: { [field.property]: one } }))
            : [];
          const [order] = orders(list).filter((name) => name === screaming(field.property));
          const directions = order
            ? ['ASC', 'DESC'].map((direction) => ({ orderBy: { field: order, direction } }))
            : [];
          for (const group of [filters, directions]) {
            const answers = new Set<string>();
            for (const args of group) {
              const request = asking(list, args, somebody);
              if (!request) continue;
              tried += 1;
              const { body } = await line.ask(request);
              answers.add(refusal(body));
              const codes = body.errors?.map(({ extensions }) => extensions['code']);
              if (String(codes) !== 'FORBIDDEN' && !isUnseen(value, somebody))
                found.push(
                  `${list.field.name} ${JSON.stringify(args)} by ${somebody.name}: ${refusal(body)}`,
                );
            }
            if (answers.size > 1)
              found.push(`${list.field.name} answers ${somebody.name} differently: ${[...answers]}`);
          }
        }
        line.close();
      }
      expect(found).toEqual([]);
      expect(tried).toBeGreaterThan(20);
    },
  );

  test('sec-2 changes nothing in any list for whoever does not read it', async () => {
    for (const { field, somebody, id } of kept()) {
      const column = field.stored.columns.get(field.property)!;
      const before = await everyList(field.stored, somebody);
      const other = await another(column, field, id);
      const was = await overwrite(world.platform, field.stored, field.property, id, other);
      const after = await everyList(field.stored, somebody);
      await overwrite(world.platform, field.stored, field.property, id, was);
      expect({ [`${nameOf(field)} ${somebody.name}`]: after }).toEqual({
        [`${nameOf(field)} ${somebody.name}`]: before,
      });
    }
    // Every field with a rule, for everybody, in every order of every list: more than the usual time.
  }, 120_000);

  test('sec-2 cannot be searched by whoever does not read it', async () => {
    const search = 'query($value: String!) { customersByContact(kind: EMAIL, value: $value) { id } }';
    const found = await world.everything.client.must(search, { variables: { value: 'ada@example.com' } });
    expect(found.customersByContact).toEqual([{ id: world.record('Customer') }]);
    const contact = ruled.find((field) => nameOf(field) === 'ContactPoint.value')!;
    const strangers = world.everybody.filter((somebody) => hiddenOn(contact, somebody) !== undefined);
    expect(strangers.length).toBeGreaterThan(0);
    for (const { client } of strangers) {
      for (const value of ['ada@example.com', 'nobody@example.com']) {
        const { data, errors } = await client.run(search, { variables: { value } });
        expect([data, errors?.[0]?.extensions['code']]).toEqual([{ customersByContact: null }, 'FORBIDDEN']);
      }
    }
  });
});

/** All lists of a type in all their orders, as somebody is answered. */
async function everyList(stored: Stored, somebody: Somebody): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const list of listsOf(stored)) {
    for (const field of orders(list)) {
      const request = asking(list, { orderBy: { field, direction: 'ASC' } }, somebody);
      if (!request) continue;
      const { data, errors } = await somebody.client.run(request.query, { variables: request.variables });
      answers.push({ data, codes: errors?.map(({ extensions }) => extensions['code']) });
    }
  }
  return answers;
}

/** Any other value that the column takes. */
async function another(
  { name, type, values }: Column,
  { stored, property }: RuledField,
  id: string,
): Promise<unknown> {
  if (values.length > 0) return values.at(-1);
  if (type.endsWith('[]')) return [];
  if (type === 'text') return 'something else';
  if (type === 'jsonb') return { en: 'Something else' };
  if (type.startsWith('timestamp')) return '2001-02-03T04:05:06Z';
  if (type.includes('int') || type.startsWith('double')) return 1;
  if (type !== 'uuid' && type !== 'boolean')
    throw new Error(`no other value for ${stored.typeName}.${property} of the type ${type}`);
  const { services } = world.platform.platform;
  if (type === 'boolean') {
    const now = `select ${name} as value from ${stored.table} where id = $1`;
    const [is] = await services.query<{ value: boolean | null }>(now, [uuidOf(stored.tag, id)]);
    return !is?.value;
  }
  const [other] = await services.query<{ value: string }>(
    `select ${name} as value from ${stored.table} where id <> $1 order by ${name} nulls last`,
    [uuidOf(stored.tag, id)],
  );
  return other?.value ?? null;
}

function screaming(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
