import { newId } from '@candor/kernel/database';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ExecutionResult, parse, validate } from 'graphql';
import { Executor, type Run } from '../../packages/kernel/src/graphql/executor.js';
import { type Somebody, WORLD_TAKES, World } from '../security/world.js';
import { type Case, corpus } from './executor-corpus.js';

let world: World;
let executor: Executor;
let cases: readonly Case[];

beforeAll(async () => {
  world = await World.create();
  executor = new Executor(world.schema);
  cases = corpus({
    customer: world.record('Customer'),
    company: world.record('Company'),
    ticket: world.record('Ticket'),
    board: world.record('ProgressBoard'),
    department: world.record('Department'),
    staff: world.record('StaffMember'),
    change: world.record('BoardChange'),
    transition: world.record('TicketTransition'),
    message: world.record('Message'),
    nothing: newId('board'),
  });
}, WORLD_TAKES);
afterAll(() => world?.close());

/** The answer as it would leave, without what an executor is free to choose: the order of errors and their places. */
function comparable({ data, errors = [] }: ExecutionResult): unknown {
  const told = errors.map(({ message, path, originalError, extensions }) => ({
    message,
    path,
    code: extensions?.['code'],
    cause: originalError?.constructor.name,
  }));
  const key = ({ path }: { path: unknown }) => JSON.stringify(path);
  return JSON.parse(
    JSON.stringify({ data, errors: told.sort((a, b) => (key(a) < key(b) ? -1 : 1)) }),
  ) as unknown;
}

async function runsOf(
  { query, operationName, variables = [{}], root }: Case,
  { client }: Somebody,
): Promise<Run[]> {
  const { engine } = world.platform.platform;
  const document = parse(query);
  expect(validate(world.schema, document).map(({ message }) => message)).toEqual([]);
  const facts = { token: client.token, locale: 'en', requestId: 'x', idempotencyKey: undefined };
  const session = await engine.authenticate(facts);
  return variables.map((values) => ({
    document,
    operationName,
    variables: values,
    rootValue: root,
    get context() {
      // Each execution has batches of its own.
      return engine.contextOf(session);
    },
  }));
}

describe('the compiled executor', () => {
  test.each([
    'staff: everything',
    'the customer',
    'another customer',
    'a share link of another board',
    'nobody',
  ])(
    'answers %s like graphql-js, whatever is asked',
    async (name) => {
      const somebody = [world.everything, ...world.everybody].find((one) => one.name === name)!;
      let answers = 0;
      for (const one of cases) {
        for (const run of await runsOf(one, somebody)) {
          const expected = comparable(await executor.interpret(run));
          const given = { case: one.name, variables: run.variables };
          expect({ ...given, answer: comparable(await executor.run(run)) }).toEqual({
            ...given,
            answer: expected,
          });
          answers += 1;
        }
      }
      expect(answers).toBeGreaterThan(120);
    },
    60_000,
  );

  test('says something to most of it, so that being equal proves something', async () => {
    const empty: string[] = [];
    for (const one of cases) {
      const [run] = await runsOf(one, world.everything);
      const { data } = await executor.run(run!);
      if (!JSON.stringify(data).match(/"|\d/)) empty.push(one.name);
    }
    expect(empty).toEqual([]);
    expect(cases.length).toBeGreaterThan(80);
  });

  test('is the one that runs, wherever the variables stand', async () => {
    const interpret = jest.spyOn(executor, 'interpret');
    const interpreted: string[] = [];
    for (const one of cases) {
      const [run] = await runsOf(one, world.everything);
      interpret.mockClear();
      await executor.run(run!);
      if (interpret.mock.calls.length > 0) interpreted.push(one.name);
    }
    interpret.mockRestore();
    expect(interpreted).toEqual([]);
  });
});
