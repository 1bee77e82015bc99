import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLogger, listenForStop, runPlatform } from '@candor/server/processes';

/** The parent as `candor dev` runs it, with small children. */
const [directory = '', port = '0'] = process.argv.slice(2);
const child = fileURLToPath(new URL('./embedded-child.ts', import.meta.url));
try {
  await runPlatform({
    configuration: { host: '127.0.0.1', port: Number(port), home: directory, databaseUrl: undefined },
    logger: createLogger('info', 'dev'),
    serve: [child, directory, port, 'serve'],
    work: [child, directory, port, 'work'],
    stop: listenForStop(),
    onReady: (_url, announcement) => writeSync(1, `ready ${announcement.join()}\n`),
  });
  process.exit(0);
} catch (error) {
  writeSync(1, `refused ${(error as Error).message}\n`);
  process.exit(1);
}
