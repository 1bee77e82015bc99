import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { ERROR_CODES, USER_ERROR_CODES } from '../graphql/errors.js';
import type { Registry } from './registry.js';

/** The files under `schema/`, by name: the contract with everybody outside, printed from the code. */
export function printApi(registry: Registry, schema: GraphQLSchema): ReadonlyMap<string, string> {
  return new Map([
    ['candor.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`],
    ['errors.md', errorsPage(registry)],
    ['events.md', eventsPage(registry)],
    ['permissions.md', permissionsPage(registry)],
  ]);
}

function errorsPage(registry: Registry): string {
  const top = Object.entries(ERROR_CODES).map(([code, { meaning, retryable }]) => [
    `\`${code}\``,
    meaning,
    retryable ? 'yes' : 'no',
  ]);
  const user = [
    ...Object.entries(USER_ERROR_CODES).map(([code, meaning]) => [`\`${code}\``, meaning, 'kernel']),
    ...[...registry.errors].map(([code, { meaning, plugin }]) => [`\`${code}\``, meaning, plugin]),
  ];
  return page(
    'Errors',
    '`extensions.code` of a top-level error. Codes are stable, messages may change. `extensions.requestId` leads to the log.',
    table(['code', 'meaning', 'may succeed if repeated'], top),
    '`userErrors.code` in the payload of a mutation: what the caller can put right. The command has changed nothing.',
    table(['code', 'meaning', 'from'], sorted(user)),
  );
}

function eventsPage(registry: Registry): string {
  const rows = [...registry.events].map(([name, { description, payload, plugin }]) => [
    `\`${name}\``,
    description,
    Object.entries(payload)
      .map(([field, meaning]) => `\`${field}\`: ${meaning}`)
      .join('<br>'),
    plugin,
  ]);
  return page(
    'Events',
    'What plugins can follow with `api.after`. An event is delivered after the commit that caused it, at least once, and counts once.',
    table(['event', 'meaning', 'payload', 'from'], sorted(rows)),
  );
}

function permissionsPage(registry: Registry): string {
  const rows = [...registry.permissions].map(([name, { meaning, plugin }]) => [
    `\`${name}\``,
    meaning,
    plugin,
  ]);
  return page(
    'Permissions',
    'What roles and API keys can be given.',
    table(['permission', 'allows', 'from'], sorted(rows)),
  );
}

function page(title: string, ...parts: string[]): string {
  return `# ${title}\n\nPrinted by \`npm run candor -- schema print\`; do not edit.\n\n${parts.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function sorted(rows: string[][]): string[][] {
  return rows.sort(([a], [b]) => (a! < b! ? -1 : 1));
}
