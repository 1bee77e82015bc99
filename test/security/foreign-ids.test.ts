import { newId, tagOf } from '@candor/kernel/database';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestFor } from './documents.js';
import { argumentsFor, recordTypeAt } from './plausible.js';
import { idPositions, isRoot, type Position } from './positions.js';
import { type Answer, type Line, overEvents, overHttp, overSocket } from './transports.js';
import { type Somebody, World } from './world.js';

/**
 * Positions that name no record that somebody could own. Everything else that takes an id is tried, and a new
 * one fails here until it can be.
 */
const NO_RECORD: Readonly<Record<string, string>> = {
  'Subscription.boardProgress(since.epoch)': 'names one life of a stream, which the reader of the stream knows',
  'Subscription.ticketChanged(since.epoch)': 'names one life of a stream, which the reader of the stream knows',
};

/** What somebody may see although it is not theirs. Whatever else `node` would show is a leak. */
const OPEN_TO: Readonly<Record<string, readonly string[]>> = {};

let world: World;
const hidden = new Map<Somebody, ReadonlyMap<string, readonly string[]>>();
const visible = new Map<Somebody, ReadonlyMap<string, readonly string[]>>();

beforeAll(async () => {
  world = await World.create();
  for (const somebody of [world.everything, ...world.everybody]) {
    const seen = await world.seenBy(somebody.client);
    const part = (wanted: boolean) =>
      new Map([...world.records].map(([type, ids]) => [type, ids.filter((id) => seen.has(id) === wanted)] as const));
    visible.set(somebody, part(true));
    hidden.set(somebody, part(false));
  }
});
afterAll(() => world.close());

/** An id of the same kind that nothing has. */
function missing(id: string): string {
  return newId(tagOf(id)!);
}

/** The request with an id in the position, everything else as the one who asks would fill it in. */
function requestWith(position: Position, id: string, by: Somebody) {
  const ids = (typeName: string | undefined) => {
    if (!typeName) throw new Error(`${position.name} needs an id of an unknown type besides: name it in plausible.ts`);
    return visible.get(by)?.get(typeName)?.[0] ?? world.record(typeName);
  };
  const args = argumentsFor(position.field.args, ids, { path: position.path, id });
  const parent = isRoot(position.type) ? undefined : ids(position.type.name);
  return requestFor(world.schema, position, args, parent);
}

/** The complete answer without what differs between any two requests. */
function comparable({ status, body }: Answer, id: string): unknown {
  const text = JSON.stringify({ status, ...body }).replaceAll(id, '<id>');
  return JSON.parse(text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":"<request>"'));
}

function typesFor(position: Position): string[] {
  if (position.field.name === 'node' || position.field.name === 'nodes') return world.nodeTypes;
  const type = recordTypeAt(position.path);
  return type ? [type] : [];
}

function linesFor({ type }: Position, { client: { token } }: Somebody): Line[] {
  const { url } = world;
  return type.name === 'Subscription'
    ? [overSocket(url, token), overEvents(url, token)]
    : [overHttp(url, token), overSocket(url, token)];
}

describe('an id of somebody else', () => {
  test('sec-1 x', async () => {
    const positions = idPositions(world.schema);
    const problems: string[] = [];
    let n = 0;
    console.log(positions.map((p) => `${p.name} ${typesFor(p)}`).join('\n'));
    for (const position of positions) {
      if (position.name in NO_RECORD) continue;
      for (const somebody of world.everybody) {
        for (const type of typesFor(position)) {
          const id = hidden.get(somebody)?.get(type)?.[0];
          if (!id) continue;
          for (const line of linesFor(position, somebody)) {
            const none = missing(id);
            n++;
            const a = comparable(await line.ask(requestWith(position, none, somebody)), none);
            const b = comparable(await line.ask(requestWith(position, id, somebody)), id);
            if (JSON.stringify(a) !== JSON.stringify(b)) problems.push(`${position.name} ${somebody.name} ${line.name} ${JSON.stringify(a)}\n${JSON.stringify(b)}`);
            line.close();
          }
        }
      }
    }
    console.log(n, problems.length, problems.join('\n\n'));
  }, 300_000);
});
