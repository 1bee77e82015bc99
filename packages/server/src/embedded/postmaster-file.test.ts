import { describe, expect, it, test } from '@jest/globals';
import type { ProcessTable } from '../processes/process-table.js';
import { isServerOf, parsePostmasterFile } from './postmaster-file.js';

const DATA = '/srv/candor/.candor/postgres';
const FILE = `4711\n${DATA}\n1790000000\n5432\n/tmp/candor-0123\n\n  1234567   65538\nready   \n`;

describe('the file of a running server', () => {
  it('says which process serves which data since when, and where', () => {
    expect(parsePostmasterFile(FILE)).toEqual({
      pid: 4711,
      dataDirectory: DATA,
      startedAt: new Date(1_790_000_000_000),
      port: 5432,
      socketDirectory: '/tmp/candor-0123',
    });
  });

  test.each(['', '\n', 'garbage\nmore', '4711'])('says nothing while it is %j', (text) => {
    expect(parsePostmasterFile(text)).toBeUndefined();
  });
});

describe('fault-3b a server is recognised before it is adopted or signalled', () => {
  const file = parsePostmasterFile(FILE)!;

  test.each([
    ['its own server', `/opt/pg/bin/postgres -D ${DATA} -c port=5432`, true],
    ['nothing any more', undefined, false],
    ['another program that took the number', 'node server.js', false],
    ['another program that reads the folder', `tail -f ${DATA} -n 1`, false],
    ['another program that was given the folder', `/usr/bin/rsync -D ${DATA} /backup`, false],
    ['a server on other data', '/opt/pg/bin/postgres -D /srv/other/.candor/postgres -c port=5432', false],
    ['a server on data with a longer name', `/opt/pg/bin/postgres -D ${DATA}.new -c port=5432`, false],
  ])('the number belongs to %s', (_, commandLine, isOurs) => {
    expect(isServerOf(DATA, file, tableOf(commandLine))).toBe(isOurs);
  });

  it('is not taken for ours when the file was copied from another folder', () => {
    const elsewhere = '/srv/copy/.candor/postgres';
    expect(isServerOf(elsewhere, file, tableOf(`/opt/pg/bin/postgres -D ${DATA} -c port=5432`))).toBe(false);
  });
});

function tableOf(commandLine: string | undefined): ProcessTable {
  return { commandLineOf: (pid) => (pid === 4711 ? commandLine : undefined), identityOf: () => undefined };
}
