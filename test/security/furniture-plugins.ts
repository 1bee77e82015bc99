import { idOf } from '@candor/kernel/database';
import type { Client, TestPlatform } from '@candor/testing';
import type { Run } from './furniture.js';
import { loyaltyOf } from './furniture-loyalty.js';
import { requirementsValueOf } from './furniture-requirements-value.js';
import { surveyOf } from './furniture-survey.js';

/** Ada's matters, which plugins have something to add to. */
export interface Matters {
  readonly ada: Client;
  readonly customerId: string;
  readonly colleagueId: string;
  readonly ticketId: string;
  readonly feedbackId: string;
  readonly requirementId: string;
  /** Customers who do much the same as Ada, and have nothing to do with her. */
  readonly crowd: readonly Client[];
}

/** What a plugin has brought. */
export interface Furniture {
  /** Records of Ada that most others refer to. */
  readonly main: readonly string[];
  /** Records of Ada's matters that are for staff alone. */
  readonly internal: readonly string[];
  /** Records that nobody sees, whoever it is. */
  readonly unseen: readonly string[];
  /** Makes a little of that for the other customer too; answers who else may look at it, by what they are. */
  readonly ofOther: (bo: Client) => Promise<Readonly<Record<string, Client>>>;
}

type Furnish = (platform: TestPlatform, run: Run, matters: Matters) => Promise<Furniture>;

/** By the name of the plugin, in the order in which they are furnished. */
const BY_PLUGIN: ReadonlyArray<readonly [string, Furnish]> = [
  ['survey', surveyOf],
  ['loyalty', loyaltyOf],
  ['requirements-value', requirementsValueOf],
];

/** Something of every sort that the plugins of this run keep. */
export async function pluginsOf(
  platform: TestPlatform,
  run: Run,
  given: Omit<Matters, 'crowd'>,
): Promise<Furniture> {
  const here = new Set(platform.platform.registry.entities.values());
  const furnishers = BY_PLUGIN.filter(([name]) => here.has(name));
  const parts: Furniture[] = [];
  if (furnishers.length > 0) {
    const crowd: Client[] = [];
    for (const name of ['Cy', 'Di', 'Ed']) crowd.push(await platform.customer({ name }));
    for (const [, furnish] of furnishers) parts.push(await furnish(platform, run, { ...given, crowd }));
    await platform.settle();
  }
  return {
    main: parts.flatMap(({ main }) => main),
    internal: parts.flatMap(({ internal }) => internal),
    unseen: parts.flatMap(({ unseen }) => unseen),
    ofOther: async (bo) => {
      const others: Array<Readonly<Record<string, Client>>> = [];
      for (const { ofOther } of parts) others.push(await ofOther(bo));
      return Object.assign({}, ...others);
    },
  };
}

/** The ids of the records of a table, oldest first; none, where there is no such table. */
export async function idsIn({ platform }: TestPlatform, table: string, where = 'true'): Promise<string[]> {
  const all = platform.database.orm.getMetadata();
  const metas = [...platform.registry.entities.keys()].map((entity) => all.get(entity as never));
  const meta = metas.find(({ tableName }) => tableName === table);
  if (meta === undefined) return [];
  const { tag } = meta.getPrimaryProp().customType as unknown as { tag: string };
  const rows = await platform.services.query<{ id: string }>(
    `select id from ${table} where ${where} order by id`,
  );
  return rows.map(({ id }) => idOf(tag, id));
}
