import { describe, expect, test } from '@jest/globals';
import { StatementNames } from './statement-names.js';

const named = 'gets a name once it comes again';
const unnamed = 'gets none, since the columns may become more';

describe('a statement that', () => {
  test.each([
    ['names its columns', 'select id from t where id = $1', named],
    [
      'counts rows',
      'with changed as (update t set a = $1 returning 1) select 1 / count(*) from changed',
      named,
    ],
    ['asks for all columns', 'select * from t where id = $1', unnamed],
    [
      'asks for all columns of one of its tables',
      'select t.* from t join u on true where t.id = $1',
      unnamed,
    ],
    ['counts rows beside all columns', 'select t.*, count(*) over () from t where id = $1', unnamed],
  ])('%s: %s %s', (_what, text, expected) => {
    const names = new StatementNames();
    expect(names.of(text)).toBeUndefined();
    expect(names.of(text)).toBe(expected === named ? 'c0' : undefined);
    expect(names.of(text)).toBe(expected === named ? 'c0' : undefined);
  });
});
