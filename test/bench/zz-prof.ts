import { importIncidents } from '@candor/server/import';
import { createTestPlatform } from '@candor/testing';
const p = await createTestPlatform();
const c0 = process.cpuUsage();
const t = performance.now();
const r = await importIncidents(p.platform.services, { file: '/work/shared/data/servicenow-incidents.csv', rejects: '/tmp/imp/r.csv' });
const c = process.cpuUsage(c0);
process.stdout.write(`${JSON.stringify(r.rows)} ${performance.now() - t} ms, cpu user ${c.user / 1000} sys ${c.system / 1000}\n`);
await p.close();
