import { writeSync } from 'node:fs';
import { startEmbedded } from '@candor/server/embedded';
import { createLogger } from '@candor/server/processes';
import pg from 'pg';

/** Owns the embedded database of the folder it is given, and acknowledges each row that it has committed. */
const [directory = '', mode] = process.argv.slice(2);
const server = await startEmbedded({ directory, logger: createLogger('info', 'owner'), role: 'platform' });
const client = new pg.Client(server.connection);
client.on('error', () => undefined);
await client.connect();
await client.query('create table if not exists ledger (n serial primary key)');
const { rows } = await client.query<{ n: number }>('select n from ledger');
writeSync(1, `found ${JSON.stringify(rows.map(({ n }) => n))}\n`);

if (mode === 'stop') {
  await client.end();
  await server.stop();
} else if (mode === 'write') {
  for (;;) {
    const { rows: written } = await client.query<{ n: number }>(
      'insert into ledger default values returning n',
    );
    writeSync(1, `acknowledged ${written[0]!.n}\n`);
  }
} else {
  setInterval(() => undefined, 60_000);
}
