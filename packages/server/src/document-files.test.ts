import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readDocuments } from './document-files.js';
import { sha256 } from './http/persisted-documents.js';

const BOARD = 'query Board { board }';
const TICKET = 'query Ticket { ticket }';

function written(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'candor-documents-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

describe('the persisted documents of an installation', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a folder of documents', { 'Board.graphql': BOARD, 'more/Ticket.gql': TICKET, 'notes.txt': 'x' }, ''],
    ['a file of them by name', { 'documents.json': { Board: BOARD, Ticket: TICKET } }, 'documents.json'],
    [
      'a file as the tools of Apollo write it',
      {
        'manifest.json': {
          format: 'apollo-persisted-query-manifest',
          version: 1,
          operations: [
            { id: sha256(BOARD), name: 'Board', type: 'query', body: BOARD },
            { id: sha256(TICKET), name: 'Ticket', type: 'query', body: TICKET },
          ],
        },
      },
      'manifest.json',
    ],
  ])('are %s', (_what, files, path) => {
    const { byHash, byName } = readDocuments(join(written(files), path));
    expect(new Map(byHash)).toEqual(
      new Map([
        [sha256(BOARD), BOARD],
        [sha256(TICKET), TICKET],
      ]),
    );
    expect(new Map(byName)).toEqual(
      new Map([
        ['Board', BOARD],
        ['Ticket', TICKET],
      ]),
    );
  });

  it('may have no names, as code generators write them', () => {
    const { byHash, byName } = readDocuments(
      join(written({ 'a.json': { [sha256(BOARD)]: BOARD } }), 'a.json'),
    );
    expect([byHash.size, byName.size]).toEqual([1, 0]);
  });

  it('are none where nothing is set', () => {
    expect(readDocuments(undefined).byHash.size).toBe(0);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['a file that is missing', {}, 'absent.json', /absent\.json cannot be read/],
    ['an empty folder', {}, '', /there is no document in/],
    [
      'a hash of another text',
      { 'a.json': { [sha256(TICKET)]: BOARD } },
      'a.json',
      /a\.json: .* is not the SHA-256/,
    ],
    [
      'a name that stands for two',
      { 'A.graphql': BOARD, 'b/A.graphql': TICKET },
      '',
      /another document is called "A"/,
    ],
    ['what is not JSON', { 'a.json': '{' }, 'a.json', /a\.json: give a JSON object/],
    ['a list', { 'a.json': [BOARD] }, 'a.json', /a\.json: give a JSON object/],
    ['something else than texts', { 'a.json': { Board: 5 } }, 'a.json', /a\.json: give a JSON object/],
  ])('are refused with %s, by the name of the file', (_what, files, path, message) => {
    expect(() => readDocuments(join(written(files), path))).toThrow(message);
  });
});
