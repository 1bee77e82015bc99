import { createServer } from 'node:http';
import { startEmbedded } from '@candor/server/embedded';
import { aborted, createLogger, listenForStop, tellParent } from '@candor/server/processes';
import pg from 'pg';

/** Stands for `serve` and `work`: shares the database, answers `/readyz` from it, and ends when told to. */
const [directory = '', port = '0', name] = process.argv.slice(2);
const stop = listenForStop();
const database = await startEmbedded({ directory, logger: createLogger('info', 'child') });
const pool = new pg.Pool(database.connection);
pool.on('error', () => undefined);
tellParent({ type: 'prepared' });

const server = createServer(async (_request, response) => {
  response.statusCode = await pool.query('select').then(
    () => 200,
    () => 503,
  );
  response.end();
});
if (name === 'serve') {
  server.listen(Number(port), '127.0.0.1', () => {
    tellParent({
      type: 'listening',
      url: `http://127.0.0.1:${port}`,
      announcement: [`serve ${process.pid}`],
    });
  });
}

const stay = setInterval(() => undefined, 60_000);
await aborted(stop.polite);
clearInterval(stay);
server.close();
server.closeAllConnections();
await pool.end();
await database.stop();
process.exit(0);
