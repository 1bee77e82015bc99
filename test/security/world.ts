import { corePlugins } from '@candor/core';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { type GraphQLObjectType, type GraphQLSchema, isInterfaceType } from 'graphql';
import { furnish } from './furniture.js';
import { type Stored, storedTypes, typesOf } from './stored.js';

/** How long a hook may take to make a world, in milliseconds: some hundred commands, beside others who work. */
export const WORLD_TAKES = 120_000;

/** Somebody who asks, by what they are. */
export interface Somebody {
  readonly name: string;
  readonly client: Client;
  readonly permissions: ReadonlySet<string>;
}

/**
 * The whole platform with every kind of record in it, everybody who may look at them, and a real server. The
 * schema is the one that products see, so that what is tested by walking it covers every module there is.
 */
export class World {
  private constructor(
    readonly platform: TestPlatform,
    readonly url: string,
    /** Staff with every permission there is. */
    readonly everything: Somebody,
    readonly everybody: readonly Somebody[],
    readonly stored: readonly Stored[],
    /** The ids of all records, by type; first the one that most others refer to. */
    readonly records: ReadonlyMap<string, readonly string[]>,
    /** The id of the other customer, whose things were made last. */
    private readonly other: string,
    /** Records of Ada's matters that are for staff alone. */
    readonly internal: readonly string[],
    /** All that is shown to staff who may see everything: what is neither archived nor said in confidence. */
    readonly shown: ReadonlySet<string>,
    /** Records that nobody may see, whatever they hold: what was said in confidence. */
    readonly unseen: readonly string[],
  ) {}

  static async create(options: Parameters<typeof createTestPlatform>[0] = {}): Promise<World> {
    // Answers are compared, and what is left of a budget is never the same; limits have tests of their own.
    const platform = await createTestPlatform({ limits: { actor: null, address: null }, ...options });
    try {
      return await World.#furnished(platform);
    } catch (error) {
      await platform.close();
      throw error;
    }
  }

  static async #furnished(platform: TestPlatform): Promise<World> {
    const [{ url }, manager] = await Promise.all([platform.listen(), platform.staff({ roles: ['manager'] })]);
    const permissions = [...platform.platform.registry.permissions.keys()];
    const staffWith = async (key: string, granted: readonly string[]) => {
      await manager.must(
        'mutation($input: CreateRoleInput!) { createRole(input: $input) { userErrors { message } } }',
        { variables: { input: { key, name: [{ locale: 'en', text: key }], permissions: granted } } },
      );
      const client = await platform.staff({ roles: [key], name: key });
      return { name: `staff: ${key}`, client, permissions: new Set(granted) };
    };
    const everything = await staffWith('everything', permissions);
    const { main, internal, unseen, ada, bo, link, others, service, serviceKeyId, companyId } = await furnish(
      platform,
      everything.client,
    );
    await platform.settle();
    const everybody: Somebody[] = [
      outsider('nobody', platform.anonymous()),
      outsider('another customer', bo),
      outsider('a share link of another board', link),
      ...Object.entries(others).map(([name, client]) => outsider(name, client)),
      outsider('the customer', ada),
      outsider('a service without scopes', service),
      await staffWith('without-permissions', []),
      await staffWith('only-reading', permissions.filter(isToRead)),
    ];
    // Whoever lacks one right to read holds all others, so that nothing but the access rules stands in the way.
    for (const lacking of permissions.filter(isToRead)) {
      const held = permissions.filter((permission) => permission !== lacking);
      everybody.push(await staffWith(`all-but-${lacking.replace(':', '-')}`, held));
    }
    const stored = await storedTypes(platform, everything.client);
    // What is archived, or said in confidence, stands last: nobody is shown it.
    const shown = await typesOf(
      everything.client,
      stored.flatMap(({ ids }) => ids),
    );
    const rank = (id: string) => 2 * Number(main.includes(id)) + Number(shown.has(id));
    for (const { ids } of stored) ids.sort((a, b) => rank(b) - rank(a));
    const records = new Map<string, readonly string[]>(stored.map(({ typeName, ids }) => [typeName, ids]));
    // No types of the schema, but asked for by id as if they were.
    records.set('ServiceKey', [serviceKeyId]).set('Company', [companyId]);
    return new World(
      platform,
      url,
      everything,
      everybody,
      stored,
      records,
      bo.id!,
      internal,
      new Set(shown.keys()),
      unseen,
    );
  }

  get schema(): GraphQLSchema {
    return this.platform.platform.schema;
  }

  /** The names of the plugins that run beside core. */
  get plugins(): ReadonlySet<string> {
    const own = new Set(['kernel', ...corePlugins.map(({ name }) => name)]);
    const all = [...this.platform.platform.registry.entities.values()];
    return new Set(all.filter((name) => !own.has(name)));
  }

  /** The names of those who hold a link to what is the other customer's. */
  get linksOfOther(): readonly string[] {
    return this.everybody.map(({ name }) => name).filter((name) => /\blink of\b/.test(name));
  }

  /** One id of each type. */
  record(typeName: string): string {
    const id = this.records.get(typeName)?.[0];
    if (!id) throw new Error(`the world has no ${typeName}: let the furniture make one`);
    return id;
  }

  /** Whether a record belongs to the other customer: ids rise, and nothing was made for anybody else since. */
  isOfOther(id: string): boolean {
    return id.slice(-26) >= this.other.slice(-26);
  }

  /** The names of all types that `node` finds and of which there is something here. */
  get nodeTypes(): string[] {
    const node = this.schema.getType('Node');
    if (!isInterfaceType(node)) throw new Error('the schema has no Node');
    return this.schema
      .getPossibleTypes(node)
      .map(({ name }: GraphQLObjectType) => name)
      .filter((name) => this.records.has(name));
  }

  /** Which of the records `nodes` gives to somebody. */
  async seenBy(client: Client): Promise<ReadonlySet<string>> {
    return new Set((await typesOf(client, [...this.records.values()].flat())).keys());
  }

  close(): Promise<void> {
    return this.platform.close();
  }
}

function isToRead(permission: string): boolean {
  return permission.endsWith(':read');
}

function outsider(name: string, client: Client): Somebody {
  return { name, client, permissions: new Set() };
}
