import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@candor/server/processes';
import { decodeJwt } from 'jose';
import { ask, type Board, type Data, makeBoard } from './boards.js';
import type { Installation } from './installation.js';
import { type Scene, SETTLES, startLedger } from './live-scene.js';
import { Watcher } from './watcher.js';

const FORBIDDEN = 4403;
const CLOSED_WITHIN = 5_000;
const LAST_EVENT_WITHIN = 2_000;
/** What an event that left in time may take to arrive, in milliseconds. */
const ON_THE_WAY = 100;
const PER_SECOND = 20;

/** sec-4: whoever watches with a token that expires is sent away, and gets nothing that happened since. */
export async function expiry(scene: Scene): Promise<void> {
  const { program, installation, cluster, customer, agent, boards } = scene;
  const board = boards.at(-1)!;
  const ledger = await startLedger(scene, [board], PER_SECOND);
  const people = [
    { kind: 'customer', id: customer.id },
    { kind: 'staff', id: agent.id },
  ];
  const watchers: Array<{ watcher: Watcher; expiresAt: number }> = [];
  for (let n = 0; n < (program.isFull ? 60 : 8); n++) {
    const { kind, id } = people[n % people.length]!;
    const token = await installation.token(kind, id, 2 + program.random(4));
    const { url } = cluster.servers[(n >> 1) % cluster.servers.length]!;
    const watcher = new Watcher({ url: () => url, token, board: board.id });
    watchers.push({ watcher, expiresAt: decodeJwt(token).exp! * 1_000 });
  }
  await until(() => watchers.every(({ watcher }) => watcher.closes.length > 0), SETTLES);
  // They try again with the same token, and get nothing.
  await pause(500);
  await ledger.stop();
  const late = watchers.flatMap(({ watcher, expiresAt }) =>
    watcher.seen.filter(({ at, madeAt }) => at > expiresAt + ON_THE_WAY || (madeAt ?? 0) > expiresAt),
  );
  const closes = watchers.map(({ watcher, expiresAt }) => ({
    code: watcher.closes[0]!.code,
    after: watcher.closes[0]!.at - expiresAt,
  }));
  const longest = Math.max(...closes.map(({ after }) => after));
  program.check(
    'sec-4 the socket of an expired token is closed with 4403 within 5 s, never before',
    closes.every(({ code, after }) => code === FORBIDDEN && after >= 0 && after <= CLOSED_WITHIN),
    `${watchers.length} sockets, ${longest} ms at most`,
  );
  program.check(
    'sec-4 no event comes after the token has expired',
    late.length === 0 && watchers.every(({ watcher }) => watcher.changes.length > 0),
    `${watchers.reduce((sum, { watcher }) => sum + watcher.changes.length, 0)} before`,
  );
  await Promise.all(watchers.map(({ watcher }) => watcher.stop()));
}

interface Case {
  readonly name: string;
  /** How the watcher ends: the whole socket, or this one subscription. */
  readonly ends: typeof FORBIDDEN | 'complete';
  /** Somebody who may watch the board, and how that right is taken away at another server. */
  begin(scene: Scene, url: string): Promise<Begun>;
}

interface Begun {
  readonly token: string;
  /** A board of its own; left out, the one that all may watch. */
  readonly board?: Board;
  withdraw(): Promise<unknown>;
}

/** Carries out one command as the head of service; the payload of its field. */
async function command(
  url: string,
  by: string,
  name: string,
  input: object,
  selection: string,
): Promise<Data> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { message } } }`;
  return (await ask(url, by, source, { input }))[name];
}

async function everything(installation: Installation): Promise<string> {
  const { registry, services } = await installation.inside();
  const permissions = [...registry.permissions.keys()];
  await services.query(
    `update people_role set permissions = $1 where key = 'manager' and not permissions @> $1`,
    [permissions],
  );
  return (await installation.staff('manager')).token;
}

const CASES: readonly Case[] = [
  {
    name: 'a role is taken from a staff member',
    ends: 'complete',
    begin: async ({ installation }, url) => {
      const { id, token } = await installation.staff('agent');
      const by = await everything(installation);
      const input = { staffMemberId: id, roles: [] };
      return { token, withdraw: () => command(url, by, 'setStaffRoles', input, 'staffMember { id }') };
    },
  },
  {
    name: 'a role loses its permission',
    ends: 'complete',
    begin: async ({ installation }, url) => {
      const by = await everything(installation);
      const key = `r${randomUUID().slice(0, 8)}`;
      const name = [{ locale: 'en', text: key }];
      const { role } = await command(
        url,
        by,
        'createRole',
        { key, name, permissions: ['boards:read'] },
        'role { id }',
      );
      const { token } = await installation.staff(key);
      const input = { roleId: role.id, permissions: [] };
      return { token, withdraw: () => command(url, by, 'setRolePermissions', input, 'role { id }') };
    },
  },
  {
    name: 'a staff member leaves',
    ends: FORBIDDEN,
    begin: async ({ installation }, url) => {
      const { id, token } = await installation.staff('agent');
      const by = await everything(installation);
      const input = { staffMemberId: id };
      return {
        token,
        withdraw: () => command(url, by, 'deactivateStaffMember', input, 'staffMember { id }'),
      };
    },
  },
  {
    name: 'a customer is removed',
    ends: FORBIDDEN,
    begin: async ({ installation }, url) => {
      const customer = await installation.customer();
      const by = await everything(installation);
      const board = await makeBoard(url, by, customer);
      const input = { customerId: customer.id };
      const withdraw = () => command(url, by, 'archiveCustomer', input, 'archivedCustomerId');
      return { token: customer.token, board, withdraw };
    },
  },
  {
    name: 'a share link is revoked',
    ends: FORBIDDEN,
    begin: async ({ installation, boards }, url) => {
      const by = await everything(installation);
      const input = { boardId: boards[0]!.id, expiresIn: 'P1D' };
      const { shareLink } = await command(url, by, 'shareBoard', input, 'shareLink { id token }');
      const link = { shareLinkId: shareLink.id };
      return {
        token: shareLink.token,
        withdraw: () => command(url, by, 'revokeBoardShare', link, 'shareLink { id }'),
      };
    },
  },
  {
    name: 'an API key is revoked',
    ends: FORBIDDEN,
    begin: async ({ installation }, url) => {
      const by = await everything(installation);
      const made = { name: 'Fault', scopes: ['boards:read'] };
      const { key, serviceKeyId } = await command(url, by, 'createServiceKey', made, 'key serviceKeyId');
      const input = { serviceKeyId };
      return { token: key, withdraw: () => command(url, by, 'revokeServiceKey', input, 'serviceKeyId') };
    },
  },
];

/** sec-5: rights are withdrawn at one server while somebody watches at another, and posts go on. */
export async function revocation(scene: Scene): Promise<void> {
  const { program, cluster, boards } = scene;
  const board = boards[0]!;
  const ledger = await startLedger(scene, [board], PER_SECOND);
  const [first, second] = [cluster.servers[0]!.url, cluster.servers[1]!.url];
  for (const { name, ends, begin } of CASES) {
    const lasts: number[] = [];
    const endings = new Set<number | string>();
    let afterwards = 0;
    for (let round = 0; round < (program.isFull ? 20 : 2); round++) {
      const [watched, asked] = round % 2 === 0 ? [first, second] : [second, first];
      const { token, withdraw, board: own } = await begin(scene, asked);
      const posts = own && (await startLedger(scene, [own], PER_SECOND));
      const watcher = new Watcher({ url: () => watched, token, board: (own ?? board).id });
      await until(() => watcher.changes.length > 1, SETTLES);
      await withdraw();
      const at = Date.now();
      await until(() => watcher.refused !== undefined || watcher.closes.length > 0, SETTLES);
      endings.add(ends === FORBIDDEN ? (watcher.closes[0]?.code ?? 'open') : (watcher.refused ?? 'closed'));
      lasts.push(Math.max(0, watcher.changes.at(-1)!.at - at));
      const { length } = watcher.seen;
      // It asks again, with what it has.
      await pause(200);
      afterwards += watcher.seen.length - length;
      await watcher.stop();
      await posts?.stop();
    }
    const isEnded = [...endings].every((end) =>
      ends === FORBIDDEN ? end === FORBIDDEN : typeof end === 'string' && COMPLETES.has(end),
    );
    program.check(
      `(sec-5) ${name}: nothing comes 2 s later, and the ${ends === FORBIDDEN ? 'socket' : 'subscription'} is ended`,
      isEnded && afterwards === 0 && Math.max(...lasts) <= LAST_EVENT_WITHIN,
      `${lasts.length} times, last event at most ${Math.max(...lasts)} ms later, ${[...endings].join()}`,
    );
  }
  await ledger.stop();
}

/** A subscription whose record is not there any more says so with its last result, or just completes. */
const COMPLETES = new Set(['complete', 'NOT_FOUND']);
