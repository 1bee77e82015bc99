import { openSync, readFileSync, writeSync, existsSync } from 'node:fs';
import { importIncidents } from '@candor/server/import';
import { createTestPlatform } from '@candor/testing';
if (!existsSync('/tmp/imp/long30.csv')) {
  const [header, ...lines] = readFileSync('/work/shared/data/servicenow-incidents.csv', 'utf8').trimEnd().split(/\r?\n/);
  const f = openSync('/tmp/imp/long30.csv', 'w'); writeSync(f, `${header}\n`);
  for (let r = 0; r < 25; r++) writeSync(f, lines.map((l) => `${r}-${l}\n`).join(''));
  process.exit();
}
const p = await createTestPlatform();
let next = 0;
const r = await importIncidents(p.platform.services, { file: '/tmp/imp/long30.csv', rejects: '/tmp/imp/r.csv', onProgress: ({ rows }) => {
  if (rows < next) return; next = rows + 5998 * 2;
  const m = process.memoryUsage();
  process.stdout.write(`${rows} rss ${(m.rss / 1e6).toFixed(0)} heapTotal ${(m.heapTotal / 1e6).toFixed(0)} heapUsed ${(m.heapUsed / 1e6).toFixed(1)} ext ${(m.external / 1e6).toFixed(1)} ab ${(m.arrayBuffers/1e6).toFixed(1)}\n`);
} });
process.stdout.write(`${JSON.stringify(r.rows)}\n`);
await p.close();
