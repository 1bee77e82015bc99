import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BlindIndex, type IndexedField, type IndexKind } from './blind-index.js';
import { MasterKeys } from './master-keys.js';

const masterKeys = new MasterKeys([{ id: 'm1', secret: randomBytes(32) }]);
const index = new BlindIndex(masterKeys);
const field = (kind: IndexKind, name = 'members_contact.value'): IndexedField => ({ kind, field: name });

describe('sec-25 a blind index', () => {
  it.each<[IndexKind, string, string]>([
    ['email', 'Li.Na@Example.com', '  li.na@example.COM '],
    ['email', 'ﬁne@example.com', 'fine@example.com'],
    ['phone', '+86 138 0013-8000', '+8613800138000'],
    ['phone', '(021) 555 0199', '０２１５５５０１９９'],
    ['plain', ' A1 ', 'A1'],
    ['plain', 'é', 'e\u0301'],
  ])('of %s finds %p as %p', (kind, stored, searched) => {
    expect(index.search(field(kind), searched)).toEqual([index.of(field(kind), stored)]);
  });

  it.each<[IndexKind, string, string]>([
    ['email', 'li.na@example.com', 'li.na@example.co'],
    ['phone', '+8613800138000', '8613800138000'],
    ['phone', 'unknown', 'none'],
    ['plain', 'A1', 'a1'],
    ['plain', 'A1', 'A'],
  ])('of %s does not take %p for %p', (kind, stored, searched) => {
    expect(index.search(field(kind), searched)).not.toContain(index.of(field(kind), stored));
  });

  it('is 16 bytes in 22 letters, and shares no beginning with that of a longer text', () => {
    const hashes = ['138', '1380', '13800', '138001'].map((value) => index.of(field('phone'), value));
    for (const hash of hashes) expect(hash).toMatch(/^[\w-]{22}$/);
    expect(new Set(hashes.map((hash) => hash.slice(0, 3))).size).toBe(hashes.length);
  });

  it('differs from field to field and from kind to kind', () => {
    const of = (kind: IndexKind, name: string) => index.of(field(kind, name), '13800138000');
    expect(new Set([of('phone', 'a.phone'), of('phone', 'b.phone'), of('plain', 'a.phone')]).size).toBe(3);
  });

  it('has a key that is not the one for data', () => {
    expect(masterKeys.derive('index')).not.toEqual(masterKeys.derive('wrap data keys'));
  });

  it('finds what was indexed before and after the master key was exchanged', () => {
    const next = new BlindIndex(new MasterKeys([{ id: 'm2', secret: randomBytes(32) }, ...masterKeys.all]));
    const [before, after] = [index.of(field('email'), 'a@b.c'), next.of(field('email'), 'a@b.c')];
    expect(before).not.toBe(after);
    expect(next.search(field('email'), 'A@b.c')).toEqual([after, before]);
  });

  it('depends on the master key', () => {
    const other = new BlindIndex(new MasterKeys([{ id: 'm1', secret: randomBytes(32) }]));
    expect(other.of(field('plain'), 'x')).not.toBe(index.of(field('plain'), 'x'));
  });
});
