import { CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** What is printed under `schema/`, by file. */
export type Printed = Readonly<Record<string, string>>;

const CORE = 'candor.graphql';
const OF_PLUGIN = /^plugins\/(.+)\.graphql$/;

/**
 * What clients of the one print would miss in the other, each with the plugin whose doing it is. A field that was
 * deprecated, with a reason, may go. A plugin that was not printed before breaks nothing.
 */
export async function breakingChanges(before: Printed, after: Printed): Promise<string[]> {
  const ofCore = await between(buildSchema(before[CORE]!), buildSchema(after[CORE]!));
  const found = ofCore.map((message) => `core: ${message}`);
  for (const [file, sdl] of Object.entries(before)) {
    const name = OF_PLUGIN.exec(file)?.[1];
    if (name === undefined) continue;
    if (!(file in after)) {
      found.push(`${name}: the plugin was removed`);
      continue;
    }
    const changes = await between(
      buildSchema(`${before[CORE]}\n${sdl}`),
      buildSchema(`${after[CORE]}\n${after[file]}`),
    );
    const own = changes.filter((message) => !ofCore.includes(message));
    found.push(...own.map((message) => `${name}: ${message}`));
  }
  return found;
}

async function between(before: GraphQLSchema, after: GraphQLSchema): Promise<string[]> {
  const changes = await diff(before, after, [DiffRule.suppressRemovalOfDeprecatedField]);
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message);
}
