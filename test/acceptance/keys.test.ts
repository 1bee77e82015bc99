import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corePlugins } from '@candor/core';
import { customersBornOn } from '@candor/core/customers';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { pino } from 'pino';
import { addressOf, command } from './command-line.js';

const OLD = Buffer.alloc(32, 7);
const NEW = Buffer.alloc(32, 9);
const named = (id: string, secret: Buffer) => `${id}:${secret.toString('base64')}`;

let home: string;
let platform: TestPlatform;
/** Another process on the same database. */
let other: Platform;
let manager: Client;

function opened(keys: ReadonlyArray<{ id: string; secret: Buffer }>): Platform {
  return new Platform({
    plugins: corePlugins,
    connection: platform.connection,
    poolSize: 4,
    masterKeys: new MasterKeys(keys),
    production: false,
    logger: pino({ level: 'silent' }),
    clock: platform.clock,
    limits: { actor: null, address: null },
  });
}

const pass = (milliseconds: number) =>
  platform.clock.set(new Date(platform.clock.now().getTime() + milliseconds));
const run = (args: string[], masterKey = named('test', OLD)) =>
  command(args, {
    CANDOR_HOME: home,
    CANDOR_MASTER_KEY: masterKey,
    DATABASE_URL: addressOf(platform.connection),
  });

const ASKED =
  '{ customers(first: 5) { edges { node { name contactPoints(first: 5) { edges { node { value } } } } } } }';
const BORN = `mutation ($name: String!, $birthDate: String!) { createCustomer(input: { name: $name, birthDate: $birthDate }) {
  customer { id } userErrors { message } } }`;
const CREATE = `mutation ($name: String!, $value: String!) { createCustomer(input: { name: $name,
  contactPoints: [{ kind: EMAIL, value: $value }] }) { customer { id } userErrors { message } } }`;

/** Clients of several processes that ask and write without a pause until they are stopped. */
class Load {
  answered = 0;
  readonly failures: string[] = [];
  #isOver = false;
  readonly #loops: Promise<void>[];

  constructor(clients: readonly Client[]) {
    this.#loops = clients.map(async (client, index) => {
      for (let turn = 0; !this.#isOver; turn++) {
        const variables = { name: `Load ${index}`, value: `load-${index}-${turn}@example.com` };
        await this.#ask(() => client.must(ASKED));
        if (turn % 4 === 0) await this.#ask(() => client.must(CREATE, { variables }));
      }
    });
  }

  async #ask(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.answered++;
    } catch (error) {
      this.failures.push(String(error));
    }
  }

  /** Waits until so many more requests were answered, or failed. */
  async more(count: number): Promise<void> {
    const until = this.answered + this.failures.length + count;
    while (this.answered + this.failures.length < until) await new Promise((next) => setImmediate(next));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'candor-keys-'));
  platform = await createTestPlatform({
    plugins: [],
    start: new Date().toISOString(),
    limits: { actor: null, address: null },
  });
  manager = await platform.staff({ roles: ['manager'] });
  other = opened([{ id: 'test', secret: OLD }]);
  await other.startServing();
}, 60_000);
afterAll(async () => {
  await other?.stop();
  await platform?.close();
  rmSync(home, { recursive: true, force: true });
});

describe('candor keys', () => {
  test('sec-23 rotate under load: no request fails, old tokens count for the overlap and no longer', async () => {
    const elsewhere = new Client(other.engine, manager.token, manager.id);
    const load = new Load([manager, elsewhere, manager, elsewhere]);
    await load.more(40);
    const { code, stdout, stderr } = await run(['keys', 'rotate', '--overlap', '300', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { kid } = JSON.parse(stdout);
    await load.more(40);
    // A minute later every process knows it, and it signs.
    for (let step = 0; step < 4; step++) {
      pass(31_000);
      await load.more(40);
    }
    const fresh = await other.tokens.mint({ kind: 'staff', id: manager.id!, expiresIn: 600 });
    expect(decodeProtectedHeader(fresh).kid).toBe(kid);
    expect(decodeProtectedHeader(manager.token!).kid).not.toBe(kid);
    const both = new Load([new Client(platform.platform.engine, fresh, manager.id)]);
    await both.more(20);
    await both.stop();
    await load.stop();
    expect([...load.failures, ...both.failures]).toEqual([]);

    pass(200_000);
    const { errors } = await manager.run(ASKED).catch((error: Error) => ({ errors: [error] }));
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    await new Client(platform.platform.engine, fresh, manager.id).must(ASKED);
    manager = await platform.staff({ roles: ['manager'] });
  }, 60_000);

  test('(sec-25) rewrap under load: what the old master key has sealed is sealed and found by the new one, and no request fails', async () => {
    await manager.must(CREATE, { variables: { name: 'Ada', value: 'ada@example.com' } });
    const { createCustomer } = await manager.must(BORN, {
      variables: { name: 'Bo', birthDate: '1990-02-28' },
    });
    expect(createCustomer.userErrors).toEqual([]);
    const both = [
      { id: 'new', secret: NEW },
      { id: 'test', secret: OLD },
    ];
    // The roll-out: first every process knows the new key, then some seal with it and some do not yet.
    const knows = opened([...both].reverse());
    const seals = opened(both);
    await Promise.all([knows.startServing(), seals.startServing()]);
    const load = new Load(
      [knows, seals, knows, seals].map(({ engine }) => new Client(engine, manager.token, manager.id)),
    );
    await load.more(40);
    const rewrapped = await run(['keys', 'rewrap', '--json'], `${named('new', NEW)},${named('test', OLD)}`);
    await load.more(40);
    await load.stop();
    expect(load.failures).toEqual([]);
    expect({ code: rewrapped.code, stderr: rewrapped.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(rewrapped.stdout)).toMatchObject({ masterKey: 'new', dataKeys: expect.any(Number) });
    expect(JSON.parse(rewrapped.stdout).dataKeys).toBeGreaterThan(0);
    expect(JSON.parse(rewrapped.stdout).indexes).toBeGreaterThan(1);
    await knows.stop();
    await seals.stop();

    // What was written meanwhile by a process that did not seal with the new one yet.
    const again = async () =>
      JSON.parse(
        (await run(['keys', 'rewrap', '--json'], `${named('new', NEW)},${named('test', OLD)}`)).stdout,
      );
    expect(await again()).toMatchObject({ signingKeys: 0 });
    expect(await again()).toMatchObject({ signingKeys: 0, dataKeys: 0, indexes: 0 });
    const onlyNew = opened([both[0]!]);
    await onlyNew.startServing();
    const shown = await new Client(onlyNew.engine, manager.token, manager.id).must(
      ASKED.replace('5)', '100)'),
    );
    expect(JSON.stringify(shown)).toContain('ada@example.com');
    const found = await new Client(onlyNew.engine, manager.token, manager.id).must(
      '{ customersByContact(kind: EMAIL, value: "ada@example.com") { name } }',
    );
    expect(found.customersByContact).toEqual([{ name: 'Ada' }]);
    const born = await customersBornOn(onlyNew.services, '02-28');
    expect(born).toEqual([createCustomer.customer.id]);
    await onlyNew.stop();
  }, 60_000);

  test('refuses an overlap that is no number of seconds', async () => {
    const { code, stderr } = await run(['keys', 'rotate', '--overlap', 'soon']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '--overlap must be a whole number of seconds, 0 or more.\n',
    });
  });
});
