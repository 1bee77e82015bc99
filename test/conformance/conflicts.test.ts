import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { requestFor } from '../security/documents.js';
import { argumentsFor } from '../security/plausible.js';
import { positions } from '../security/positions.js';
import { WORLD_TAKES, World } from '../security/world.js';

let world: World;
beforeAll(async () => {
  world = await World.create();
}, WORLD_TAKES);
afterAll(() => world?.close());

test('api-11 a command on a version that is not the present one is a CONFLICT, and shows the present one', async () => {
  const places = positions(world.schema, () => true).filter(
    ({ type, path }) => type.name === 'Mutation' && path.join('.') === 'input.version',
  );
  const wrong: string[] = [];
  for (const place of places) {
    const ids = (type: string | undefined) => world.record(type ?? 'Customer');
    const args = argumentsFor(place.field.args, ids, { path: place.path, value: 99_999 });
    const { query, variables } = requestFor(world.schema, place, args);
    const { data, errors } = await world.everything.client.run(query, { variables });
    const { userErrors = [], ...rest } = data?.[place.field.name] ?? {};
    const present = Object.values(rest).find((value) => typeof value === 'object' && value !== null);
    const [error] = userErrors;
    if (errors || error?.code !== 'CONFLICT' || String(error.field) !== 'version' || !present) {
      wrong.push(`${place.field.name}: ${JSON.stringify({ data, errors })}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(places.length).toBeGreaterThan(10);
});
