import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLObjectType,
  parse,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { CodedError } from './errors.js';
import { maskError, maskErrors } from './masking.js';

function outage(code: string): Error {
  return Object.assign(new Error('connect to 10.0.0.5:5432'), { code });
}

/** What both executors answer when the field fails like that, masked, and what was reported. */
async function answers(thrown: unknown, source = '{ field }', variables: Record<string, unknown> = {}) {
  const document = parse(source);
  const schema = buildSchema('type Query { field(limit: Int! = 1): String, list: [Int!] }');
  const { field, list } = (schema.getQueryType() as GraphQLObjectType).getFields();
  field!.resolve = async () => {
    throw thrown;
  };
  list!.resolve = () => [1, null];
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) throw new Error('not compiled');
  const results = [
    await execute({ schema, document, variableValues: variables }),
    await compiled.query(undefined, undefined, variables),
  ];
  return results.map((result) => {
    const reported: unknown[] = [];
    const masked = maskErrors(result as ExecutionResult, 'r-1', (cause) => reported.push(cause));
    return { error: JSON.parse(JSON.stringify(masked)).errors[0], reported };
  });
}

describe('sec-29 errors on their way out', () => {
  it.each([
    ['an error of the database', new Error('duplicate key value violates "users_email" (ann@example.org)')],
    ['something that is no error', 'select * from secrets'],
    [
      'an error with extensions of its own',
      Object.assign(new Error('secret'), { extensions: { code: 'FORBIDDEN' } }),
    ],
    ['a GraphQLError without a code', new GraphQLError('secret')],
    [
      'a GraphQLError with a code outside the list',
      new GraphQLError('secret', { extensions: { code: 'SECRET' } }),
    ],
  ])('hide %s and report it under the request', async (_name, thrown) => {
    for (const { error, reported } of await answers(thrown)) {
      expect(error).toEqual({
        message: 'Something failed inside.',
        path: ['field'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: 'r-1' },
      });
      expect(reported).toHaveLength(1);
    }
  });

  it('api-10 keep what was written for the caller', async () => {
    const thrown = new CodedError('RATE_LIMITED', 'Slower, please.', { retryAfter: 3 });
    for (const { error, reported } of await answers(thrown)) {
      expect(error.message).toBe('Slower, please.');
      expect(error.extensions).toEqual({
        code: 'RATE_LIMITED',
        retryable: true,
        requestId: 'r-1',
        retryAfter: 3,
      });
      expect(error.path).toEqual(['field']);
      expect(reported).toEqual([]);
    }
  });

  it('api-10 call an argument that does not fit BAD_USER_INPUT', async () => {
    for (const { error } of await answers(null, 'query ($n: Int = 2) { field(limit: $n) }', { n: null })) {
      expect(error.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('hide a resolver that answered null where that may not be', async () => {
    for (const { error } of await answers(null, '{ list }'))
      expect(error.extensions.code).toBe('INTERNAL_SERVER_ERROR');
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '53300', '08006', '25006', '40001', '57014'])(
    'call a database that is out of reach UNAVAILABLE: %s',
    (code) => {
      const wrapped = Object.assign(new Error('driver'), {
        previous: new Error('pool', { cause: outage(code) }),
      });
      const error = maskError(wrapped, 'r-1', () => {});
      expect(error.extensions).toEqual({ code: 'UNAVAILABLE', retryable: true, requestId: 'r-1' });
      expect(error.message).not.toMatch(/10\.0\.0\.5/);
    },
  );

  it('know an outage that has no code, and one of several addresses', () => {
    const code = (error: unknown) => maskError(error, 'r-1', () => {}).extensions.code;
    expect(code(new Error('Connection terminated unexpectedly'))).toBe('UNAVAILABLE');
    expect(code(new AggregateError([outage('ECONNREFUSED')]))).toBe('UNAVAILABLE');
    expect(code(outage('23505'))).toBe('INTERNAL_SERVER_ERROR');
  });

  it('stay as they are when masked twice', () => {
    const reported: unknown[] = [];
    const once = maskErrors({ errors: [new GraphQLError('secret')] }, 'r-1', (cause) => reported.push(cause));
    expect(maskErrors(once, 'r-1', (cause) => reported.push(cause))).toEqual(once);
    expect(reported).toHaveLength(1);
  });
});
