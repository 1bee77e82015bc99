import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Configuration } from '../configuration.js';
import { Notice } from '../notice.js';
import { answersReady } from '../processes/parent.js';
import { assertPortFree } from '../processes/port.js';
import { checked, type Finding, failed, fine, type Outcome, warning } from './finding.js';

const MEBIBYTE = 2 ** 20;
/** Free space from which it is tight, and from which the database may stop at any time. */
const TIGHT = 1_024 * MEBIBYTE;
const FULL = 256 * MEBIBYTE;

/** What can be said without a database: the port, the disk, the files of the installation. */
export async function machineFindings(configuration: Configuration): Promise<Finding[]> {
  return [
    await checked('port', 'Set HOST and PORT to where this machine can listen.', () => port(configuration)),
    await checked('disk', 'Set CANDOR_HOME to a folder that can be read.', () => disk(configuration.home)),
    await checked('master key', 'Give the file master-key back to whoever runs Candor.', () =>
      keyFile(configuration),
    ),
  ];
}

async function port({ host, port: number }: Configuration): Promise<Outcome> {
  if (number === 0) return fine('any free port is taken at the start');
  try {
    await assertPortFree(host, number);
    return fine(`${host}:${number} is free`);
  } catch (error) {
    if (!(error instanceof Notice)) throw error;
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${number}`;
    if (await isCandor(url)) {
      if (await answersReady(url)) return fine(`Candor answers at ${url}`);
      return warning(
        `Candor runs at ${url} and is not ready`,
        `Look at ${url}/readyz?verbose for the reason.`,
      );
    }
    const [found = '', ...mend] = error.message.split('. ');
    return failed(found, mend.join('. '));
  }
}

/** Its public keys stand where only a platform like this has them. */
async function isCandor(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok && ((await answer.json()) as { status?: string }).status === 'ok';
  } catch {
    return false;
  }
}

function disk(home: string): Outcome {
  const { bavail, bsize } = statfsSync(nearest(home));
  const free = bavail * bsize;
  const told = `${(free / 2 ** 30).toFixed(1)} GiB are free at ${home}`;
  const mend = 'Make room on that disk, or move CANDOR_HOME to a larger one.';
  if (free < FULL) return failed(told, mend);
  return free < TIGHT ? warning(told, mend) : fine(told);
}

function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

function keyFile({ masterKey, home }: Configuration): Outcome {
  if (masterKey) return fine('it comes from the environment');
  const file = join(home, 'master-key');
  if (!existsSync(file)) return fine('it is generated at the first start');
  const isOpen = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
  if (isOpen) return failed(`${file} can be read by others`, `Close it: chmod 600 ${file}`);
  return fine(`it lies in ${file}; keep a copy elsewhere, or no backup can be read`);
}
