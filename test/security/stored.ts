import type { AccessRule } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import type { Client, TestPlatform } from '@candor/testing';

/** A type of record: where it is stored, and which there are, whoever may see them. */
export interface Stored {
  readonly typeName: string;
  readonly tag: string;
  readonly table: string;
  readonly ids: string[];
  readonly columns: ReadonlyMap<string, Column>;
  readonly fieldRules: NonNullable<AccessRule<Record<string, unknown>>['fields']>;
}

export interface Column {
  readonly name: string;
  /** Its type in the database. */
  readonly type: string;
  /** The values of an enum. */
  readonly values: readonly string[];
}

/** All stored types with all their records, taken from the tables, so that nothing can be forgotten. */
export async function storedTypes({ platform }: TestPlatform, everything: Client): Promise<Stored[]> {
  const types: Stored[] = [];
  for (const entity of platform.registry.entities.keys()) {
    const meta = platform.database.orm.getMetadata().get(entity as never);
    const { tag } = meta.getPrimaryProp().customType as unknown as { tag: string };
    const rows = await platform.services.query<{ id: string }>(
      `select id from ${meta.tableName} order by id`,
    );
    const ids = rows.map(({ id }) => idOf(tag, id));
    const [typeName] = (await typesOf(everything, ids)).values();
    if (typeName === undefined) throw new Error(`there is no ${tag} to be seen: let the furniture make one`);
    const columns = meta.props
      .filter(({ fieldNames }) => fieldNames?.length === 1)
      .map(({ name, fieldNames, columnTypes, items }): [string, Column] => [
        name,
        { name: fieldNames[0]!, type: columnTypes?.[0] ?? '', values: (items ?? []).map(String) },
      ]);
    const fieldRules = platform.registry.access.get(entity)?.fields ?? {};
    types.push({ typeName, tag, table: meta.tableName, ids, columns: new Map(columns), fieldRules });
  }
  return types;
}

/** The types of the records that somebody is given for ids. */
export async function typesOf(client: Client, ids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < ids.length; from += 100) {
    const { nodes } = await client.must('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
      variables: { ids: ids.slice(from, from + 100) },
    });
    for (const node of nodes) if (node) found.set(node.id, node.__typename);
  }
  return found;
}

/** Sets a column of one record past all commands, and past what the database guards, as if it had always been so. */
export async function overwrite(
  { platform }: TestPlatform,
  { table, tag, columns }: Stored,
  property: string,
  id: string,
  value: unknown,
): Promise<unknown> {
  const { name, type } = columns.get(property)!;
  const [before] = await platform.services.query<{ value: unknown }>(
    `select ${name} as value from ${table} where id = $1`,
    [uuidOf(tag, id)],
  );
  await platform.services.command(async (tx) => {
    await tx.query(`alter table ${table} disable trigger user`);
    const set = `update ${table} set ${name} = $2::${type} where id = $1`;
    await tx.query(set, [uuidOf(tag, id), type === 'jsonb' ? JSON.stringify(value) : value]);
    await tx.query(`alter table ${table} enable trigger user`);
  });
  return before?.value;
}
