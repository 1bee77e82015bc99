import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Answer, Pipeline } from './pipeline.js';
import { type TestDatabase, testDatabase } from './test-database.js';

let base: TestDatabase;
let client: pg.Client;
let pipeline: Pipeline;

beforeAll(async () => {
  base = await testDatabase({ poolSize: 1 });
});
beforeEach(async () => {
  client = new pg.Client({ ...base.database.options.connection, pipeline: true });
  client.on('error', () => undefined);
  await client.connect();
  pipeline = new Pipeline(client, pg.types);
});
afterEach(() => client.end());
afterAll(() => base.close());

const rows = async (answer: Promise<Answer>) => (await answer).rows;
const codes = async (answers: Array<Promise<Answer>>) =>
  (await Promise.allSettled(answers)).map((one) =>
    one.status === 'fulfilled' ? 'answered' : (one.reason.code ?? one.reason.message),
  );
const SKIPPED = 'a statement before this one has failed';
/** How many statements this connection has prepared. */
const preparedNow = async () => {
  const { rows: found } = await client.query<{ name: string }>(
    'select name from pg_prepared_statements order by name',
  );
  return found.map(({ name }) => name);
};

test('what is asked in one turn goes to the server in one piece, and each gets its own answer', async () => {
  const { stream } = client.connection;
  let pieces = 0;
  const write = stream.write.bind(stream);
  stream.write = ((chunk: Buffer) => {
    pieces += 1;
    return write(chunk);
  }) as typeof stream.write;
  const answers = [1, 2, 3].map((n) => rows(pipeline.ask({ text: 'select $1::int as n', values: [n] })));
  expect(await Promise.all(answers)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  expect(pieces).toBe(1);
});

test.each([
  ['a text', 'text', 'höhe\n', 'höhe\n'],
  ['nothing', 'text', null, null],
  ['a number', 'int', 7, 7],
  ['a truth', 'boolean', false, false],
  ['an object', 'jsonb', { a: [1, null] }, { a: [1, null] }],
  ['a list', 'text[]', ['a"b', null, 'c\\d'], ['a"b', null, 'c\\d']],
  ['an instant', 'timestamptz', new Date('2026-01-02T03:04:05.678Z'), new Date('2026-01-02T03:04:05.678Z')],
  ['bytes', 'bytea', Buffer.from([0, 255, 10]), Buffer.from([0, 255, 10])],
])('%s comes back as it was sent', async (_what, type, value, expected) => {
  expect(await rows(pipeline.ask({ text: `select $1::${type} as value`, values: [value] }))).toEqual([
    { value: expected },
  ]);
});

test('a statement that is prepared has its columns each time, whether it answers rows or none', async () => {
  const some = { name: 'some', text: 'select n, n + 1 as next from generate_series(1, $1::int) n' };
  const mark = { name: 'mark', text: `select set_config('candor.mark', $1, false)` };
  const none = { name: 'none', text: 'create temporary table if not exists mark (n int)', values: [] };
  for (const count of [0, 2, 1, 0, 2]) {
    const answers = [
      pipeline.ask({ ...some, values: [count] }),
      pipeline.ask(none),
      pipeline.ask({ ...mark, values: [`${count}`] }),
      pipeline.ask({ ...some, values: [1] }),
    ];
    const [first, second, third, fourth] = await Promise.all(answers);
    expect(first!.rows).toEqual(Array.from({ length: count }, (_, n) => ({ n: n + 1, next: n + 2 })));
    expect(second!.rows).toEqual([]);
    expect(third!.rows).toEqual([{ set_config: `${count}` }]);
    expect(fourth!.rows).toEqual([{ n: 1, next: 2 }]);
  }
  expect(await preparedNow()).toEqual(['mark', 'none', 'some']);
});

test('each answer says what was done to how many rows', async () => {
  const texts = [
    'create temporary table mark as select n from generate_series(1, $1::int) n',
    'update mark set n = n + $1',
    'insert into mark values ($1)',
    'delete from mark where n > $1',
  ];
  const answers = await Promise.all(texts.map((text) => pipeline.ask({ text, values: [3] })));
  expect(answers.map(({ command, rowCount }) => `${command} ${rowCount}`)).toEqual([
    'SELECT 3',
    'UPDATE 3',
    'INSERT 1',
    'DELETE 3',
  ]);
  expect(await pipeline.ask({ text: 'begin' })).toMatchObject({ command: 'BEGIN', rowCount: null });
});

test('behind a failure nothing runs, and what was not prepared for that is prepared when it comes again', async () => {
  const statements = [
    { name: 'one', text: 'select $1::int as n', values: [1] },
    { name: 'two', text: 'select 1 / $1::int as n', values: [0] },
    { name: 'three', text: 'select $1::int + 1 as n', values: [1] },
  ];
  expect(await codes(statements.map((one) => pipeline.ask(one)))).toEqual(['answered', '22012', SKIPPED]);
  expect(await preparedNow()).toEqual(['one', 'two']);
  const again = statements.map((one) => rows(pipeline.ask({ ...one, values: [1] })));
  expect(await Promise.all(again)).toEqual([[{ n: 1 }], [{ n: 1 }], [{ n: 2 }]]);
});

test('a statement that cannot be prepared fails each time with its reason', async () => {
  const wrong = { name: 'wrong', text: 'select nothing from nowhere where n = $1', values: [1] };
  const right = { name: 'right', text: 'select $1::int as n', values: [1] };
  for (let time = 0; time < 2; time++)
    expect(await codes([pipeline.ask(wrong), pipeline.ask(right)])).toEqual(['42P01', SKIPPED]);
  expect(await rows(pipeline.ask(right))).toEqual([{ n: 1 }]);
});

test('a value that cannot be sent fails alone', async () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const answers = [
    pipeline.ask({ text: 'select $1::jsonb as value', values: [circle] }),
    pipeline.ask({ text: 'select $1::int as n', values: [1] }),
  ];
  const [wrong, right] = await Promise.allSettled(answers);
  expect(wrong).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
  expect(right).toMatchObject({ status: 'fulfilled', value: { rows: [{ n: 1 }] } });
});

test('a row that cannot be read fails its statement, and no other', async () => {
  const strict: pg.CustomTypesConfig = {
    getTypeParser: () => (text: string) => {
      if (text === '2') throw new Error('no twos');
      return text;
    },
  };
  const strictly = new Pipeline(client, strict);
  const answers = [2, 3].map((n) => strictly.ask({ text: 'select $1::int as n', values: [n] }));
  expect(await codes(answers)).toEqual(['no twos', 'answered']);
});

test('texts of several statements keep their place among the others', async () => {
  const answers = [
    pipeline.ask({ text: 'select $1::int as n', values: [1] }),
    pipeline.ask({ text: 'create temporary table several (n int); insert into several values (5)' }),
    pipeline.ask({ text: 'select n from several where n > $1', values: [1] }),
  ];
  const [first, , third] = await Promise.all(answers);
  expect([first!.rows, third!.rows]).toEqual([[{ n: 1 }], [{ n: 5 }]]);
});

test('a lost connection is told to all that wait for it, and to who asks after that', async () => {
  const asked = ['select pg_sleep($1)', 'select $1::float as n'];
  const answers = asked.map((text) => pipeline.ask({ text, values: [60] }));
  const told = codes(answers);
  await new Promise(setImmediate);
  client.connection.stream.destroy();
  expect(await told).toEqual(['Connection terminated unexpectedly', 'Connection terminated unexpectedly']);
  expect(await codes([pipeline.ask({ text: 'select $1::int as n', values: [1] })])).toEqual([
    'Client has encountered a connection error and is not queryable',
  ]);
});
