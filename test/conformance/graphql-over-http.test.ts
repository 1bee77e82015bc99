import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditServer } from 'graphql-http';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform?.close());

/**
 * What the audit would like otherwise, all of it optional: whatever was not executed is 4xx in either media type,
 * and a GET needs a header that no page of another site sends unasked (sec-12).
 */
const OTHERWISE = ['572B', 'FDE2', '7B9B', '5A70', 'D6D5', '6A70'];

describe('the endpoint', () => {
  test('api-1 passes the audit of graphql-http', async () => {
    const { url } = await platform.listen();
    const results = await auditServer({ url: `${url}/graphql` });
    const of = (status: string) => results.filter((result) => result.status === status);
    expect(of('error').map(({ id, name }) => `${id} ${name}`)).toEqual([]);
    expect(of('ok').length).toBeGreaterThanOrEqual(54);
    expect([...of('warn'), ...of('notice')].map(({ id }) => id).sort()).toEqual([...OTHERWISE].sort());
  });
});
