import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import type { Clock } from '../clocks/clock.js';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import type { MasterKeys } from '../privacy/master-keys.js';

export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly retiresAt: number;
}

/** How long a process relies on the keys it has read, and how often an unknown key id may make it look again. */
const FRESH_FOR = 30_000;
/** A new key is published this long before it signs, so that every process knows it by then. */
const PUBLISHED_AHEAD = 60_000;

export const SIGNING_ALGORITHM = 'EdDSA';

/**
 * The platform's own Ed25519 keys. The database keeps the private halves sealed by the master key, and the
 * public halves are taken from those: who can write to the database only cannot bring in a key.
 *
 * Call `load` before serving: later the keys are refreshed in the background, so that asking for one never
 * waits for a connection that the caller's own transaction holds.
 */
export class SigningKeys {
  readonly #keys = new Map<string, SigningKey>();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly masterKeys: MasterKeys,
    private readonly clock: Clock,
  ) {}

  /** Reads the keys, and makes the first one. Processes that start together agree on one. */
  async load(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  /** The key that signs now: the newest that every process knows. */
  async current(): Promise<SigningKey> {
    await this.#ready();
    const now = this.clock.now().getTime();
    const live = [...this.#keys.values()].filter((key) => key.retiresAt > now);
    const known = live.filter((key) => key.createdAt + PUBLISHED_AHEAD <= now);
    const key = known.at(-1) ?? live[0];
    if (!key) throw new Error('there is no signing key that has not retired');
    return key;
  }

  /** The key of that id while its signatures count; `undefined` for an unknown or retired one. */
  async verifyKey(kid: string): Promise<SigningKey | undefined> {
    const key = await this.anyKey(kid);
    return key && key.retiresAt > this.clock.now().getTime() ? key : undefined;
  }

  /** The key of that id, retired or not: for what has a record of its own that says whether it still counts. */
  async anyKey(kid: string): Promise<SigningKey | undefined> {
    await this.#ready();
    // A reading may just have begun, here or for another token.
    if (!this.#keys.has(kid)) await this.#reading?.catch(() => undefined);
    return this.#keys.get(kid);
  }

  /** The public halves of all keys that have not retired, as other services read them. */
  async jwks(): Promise<JSONWebKeySet> {
    await this.#ready();
    const now = this.clock.now().getTime();
    return {
      keys: [...this.#keys.values()].filter((key) => key.retiresAt > now).map((key) => key.publicJwk),
    };
  }

  /**
   * Adds a key, which signs a minute later; the others still verify for `overlap` seconds. Routinely that is
   * a minute more than the longest life of a token. With an overlap of 0 every token is void at once, in
   * other processes within 30 seconds.
   */
  async rotate(tx: Tx, overlap: number): Promise<string> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('candor signing keys', 0))`);
    await tx.query('update kernel_signing_key set retires_at = least(coalesce(retires_at, $1), $1)', [
      new Date(tx.now.getTime() + overlap * 1_000).toISOString(),
    ]);
    const [last] = await tx.query<{ generation: number }>(
      'select coalesce(max(generation), 0) as generation from kernel_signing_key',
    );
    const kid = await this.#insert(tx, last!.generation + 1, tx.now);
    tx.afterCommit(() => this.#read());
    return kid;
  }

  /** Seals the private halves with the current master key; answers how many needed it. */
  async reseal(tx: Tx): Promise<number> {
    const rows = await tx.query<{ kid: string; private_jwk: string }>(
      'select kid, private_jwk from kernel_signing_key where private_jwk not like $1 for update',
      [`v1.${this.masterKeys.current}.%`],
    );
    for (const { kid, private_jwk } of rows) {
      const sealed = this.masterKeys.seal(this.masterKeys.open(private_jwk, placeOf(kid)), placeOf(kid));
      await tx.query('update kernel_signing_key set private_jwk = $2 where kid = $1', [kid, sealed]);
    }
    return rows.length;
  }

  /** Signs a statement of the platform that is not a token. `type` keeps one kind from passing for another. */
  async sign(type: string, statement: object): Promise<{ kid: string; signed: string }> {
    const { kid, privateKey } = await this.current();
    const header = { alg: SIGNING_ALGORITHM, typ: type, kid };
    const signer = new CompactSign(Buffer.from(JSON.stringify(statement))).setProtectedHeader(header);
    return { kid, signed: await signer.sign(privateKey) };
  }

  /** The statement and its key's id, or `null` where it was not signed here as that type. Retired keys count. */
  async check(type: string, signed: string): Promise<(Record<string, unknown> & { kid: string }) | null> {
    try {
      const key = async ({ kid }: { kid?: string }) =>
        (await this.anyKey(kid ?? ''))?.publicKey ?? unknownKey();
      const { payload, protectedHeader } = await compactVerify(signed, key, {
        algorithms: [SIGNING_ALGORITHM],
      });
      if (protectedHeader.typ !== type) return null;
      return { ...JSON.parse(Buffer.from(payload).toString()), kid: protectedHeader.kid };
    } catch {
      return null;
    }
  }

  #isStale(): boolean {
    return this.clock.now().getTime() - this.#readAt >= FRESH_FOR;
  }

  async #ready(): Promise<void> {
    if (this.#keys.size === 0) await this.load();
    // A failure is no news for the caller: the keys at hand still work, and the next call tries again.
    else if (this.#isStale()) this.load().catch(() => undefined);
  }

  async #read(): Promise<void> {
    // Set first: a database that does not answer is not asked for every token either.
    this.#readAt = this.clock.now().getTime();
    let rows = await this.#rows();
    if (rows.length === 0) {
      await this.#insert(this.database, 1, this.clock.now());
      rows = await this.#rows();
    }
    for (const row of rows) {
      const known = this.#keys.get(row.kid);
      const retiresAt = row.retires_at ?? Number.POSITIVE_INFINITY;
      this.#keys.set(row.kid, known ? { ...known, retiresAt } : await this.#import(row, retiresAt));
    }
  }

  #rows(): Promise<KeyRow[]> {
    return this.database.query<KeyRow>(
      `select kid, private_jwk, extract(epoch from created_at)::float8 * 1000 as created_at,
         extract(epoch from retires_at)::float8 * 1000 as retires_at
       from kernel_signing_key order by generation`,
    );
  }

  async #import({ kid, private_jwk, created_at }: KeyRow, retiresAt: number): Promise<SigningKey> {
    const jwk = JSON.parse(this.masterKeys.open(private_jwk, placeOf(kid))) as JWK;
    const publicJwk = published(jwk, kid);
    const privateKey = (await importJWK(jwk, SIGNING_ALGORITHM)) as CryptoKey;
    const publicKey = (await importJWK(publicJwk, SIGNING_ALGORITHM)) as CryptoKey;
    return { kid, publicJwk, publicKey, privateKey, createdAt: created_at, retiresAt };
  }

  /** Of several that insert the same generation one wins, and the others read its key. */
  async #insert(on: Pick<Database, 'query'>, generation: number, now: Date): Promise<string> {
    const pair = await generateKeyPair(SIGNING_ALGORITHM, { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(pair.privateKey);
    const kid = await calculateJwkThumbprint(jwk);
    await on.query(
      `insert into kernel_signing_key (kid, generation, public_jwk, private_jwk, created_at)
       values ($1, $2, $3, $4, $5) on conflict (generation) do nothing`,
      [
        kid,
        generation,
        JSON.stringify(published(jwk, kid)),
        this.masterKeys.seal(JSON.stringify(jwk), placeOf(kid)),
        now.toISOString(),
      ],
    );
    return kid;
  }
}

interface KeyRow {
  kid: string;
  private_jwk: string;
  created_at: number;
  retires_at: number | null;
}

function placeOf(kid: string): string {
  return `signing key ${kid}`;
}

function published({ kty, crv, x }: JWK, kid: string): JWK {
  return { kty, crv, x, kid, use: 'sig', alg: SIGNING_ALGORITHM } as JWK;
}

function unknownKey(): never {
  throw new Error('unknown key');
}
