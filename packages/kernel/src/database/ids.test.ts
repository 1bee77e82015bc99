import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { idOf, newId, tagOf, uuidOf } from './ids.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

describe('an id', () => {
  test.each([
    [NIL, 'ticket_00000000000000000000000000'],
    [MAX, 'ticket_7zzzzzzzzzzzzzzzzzzzzzzzzz'],
    // From the TypeID specification, https://github.com/jetify-com/typeid/tree/main/spec.
    ['01890a5d-ac96-774b-bcce-b302099a8057', 'ticket_01h455vb4pex5vsknk084sn02q'],
  ])('of %s is %s', (uuid, id) => {
    expect(idOf('ticket', uuid)).toBe(id);
    expect(uuidOf('ticket', id)).toBe(uuid);
  });

  test('names one record, and sorts as the record does', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        expect(uuidOf('a', idOf('a', one))).toBe(one);
        expect(idOf('a', one) < idOf('a', other)).toBe(one < other);
      }),
    );
  });

  test.each([
    ['of another type', idOf('board', NIL)],
    ['with a letter that the alphabet lacks', 'ticket_0000000000000000000000000u'],
    ['with a letter beyond ASCII', 'ticket_0000000000000000000000000é'],
    ['of more than 128 bits', 'ticket_80000000000000000000000000'],
    ['that is too short', 'ticket_0000000000000000000000000'],
    ['in capitals', 'ticket_01H455VB4PEX5VSKNK084SN02Q'],
  ])('%s is nobody', (_, id) => {
    expect(uuidOf('ticket', id)).toBeUndefined();
  });

  test('is refused to what is no UUID', () => {
    for (const text of ['', 'x', NIL.slice(1), `${NIL}0`, MAX.toUpperCase(), NIL.replaceAll('-', '0')])
      expect(() => idOf('ticket', text)).toThrow('no UUID');
  });

  test('says what it names', () => {
    expect(tagOf(newId('share_link'))).toBe('share_link');
    expect(uuidOf('share_link', newId('share_link'))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });
});
