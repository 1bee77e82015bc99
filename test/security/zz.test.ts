import { test } from '@jest/globals';
import { World } from './world.js';
test('x', async () => {
  const w = await World.create();
  const seen = {} as Record<string, string>;
  const names = new Map([...w.records].flatMap(([t, ids]) => ids.map((id) => [id, t] as const)));
  console.log([...w.records].map(([t, ids]) => `${t} ${ids.length}`).join('\n'), 'missing', w.nodeTypes.filter((t) => !w.records.has(t)));
  for (const { name, client } of w.everybody) {
    const s = new Map<string, number>();
    for (const id of await w.seenBy(client)) s.set(names.get(id)!, (s.get(names.get(id)!) ?? 0) + 1);
    seen[name] = [...s].map(([a, b]) => `${a}:${b}`).join(' ');
  }
  console.log(JSON.stringify(seen, null, 1));
  await w.close();
});
