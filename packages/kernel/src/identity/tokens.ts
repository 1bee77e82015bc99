import { randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clocks/clock.js';
import { CodedError } from '../graphql/errors.js';
import { type ForeignIssuer, ForeignTokens } from './foreign-issuers.js';
import { SIGNING_ALGORITHM, type SigningKeys } from './keys.js';
import { unauthenticated } from './unauthenticated.js';

export interface MintOptions {
  readonly kind: string;
  /** The public id of the principal. */
  readonly id: string;
  /** Seconds from now. */
  readonly expiresIn: number;
  /** Goes into the actor's attributes, where the principal itself has none of that name. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The principal on whose behalf it is minted; when that is revoked, this token is void as well. */
  readonly mintedBy?: string;
}

/** A token to the last claim, for what is derived from a record. Instants are cut to whole seconds. */
export interface TokenContent {
  readonly kind: string;
  readonly id: string;
  readonly tokenId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly mintedBy?: string;
}

/** What a valid token says. */
export interface CheckedToken extends Omit<Required<TokenContent>, 'tokenId' | 'mintedBy'> {
  /** The principal's public id; for a foreign token what `foreignSubject` takes apart. */
  readonly id: string;
  readonly tokenId: string | null;
  readonly mintedBy: string | null;
}

export interface TokenOptions {
  /** Seconds that clocks may differ; at most 30. */
  readonly tolerance?: number;
  readonly issuers?: readonly ForeignIssuer[];
}

/** Seconds that a token may live, whoever issues it; links that are shared have records of their own and may live longer. */
export const LONGEST_LIFE = 400 * 86_400;

const NAME = 'candor';
/** Longer texts are refused unread. */
const MAX_LENGTH = 8_192;
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const OWN_CLAIMS = ['iss', 'aud', 'sub', 'jti', 'exp', 'nbf', 'iat', 'kind'];
/** The year 10000, in seconds. */
const LATEST = 253_402_300_800;
/** These come without a token, and so no token may claim to be one. */
const NOT_BY_TOKEN: readonly string[] = ['anonymous', 'system'];

/** Mints the platform's own tokens, and checks these and those of foreign issuers. */
export class TokenAuthority {
  readonly #tolerance: number;
  readonly #foreign: ReadonlyMap<string, ForeignTokens>;

  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    { tolerance = 5, issuers = [] }: TokenOptions = {},
  ) {
    if (!(tolerance >= 0 && tolerance <= 30))
      throw new Error('the tolerance between clocks is 0 to 30 seconds');
    for (const { issuer, kind } of issuers) {
      if (issuer === NAME) throw new Error(`"${NAME}" is the issuer of the platform's own tokens`);
      if (kind === 'service' || kind === 'share' || NOT_BY_TOKEN.includes(kind)) {
        throw new Error(`the issuer "${issuer}" cannot speak for the kind "${kind}"`);
      }
    }
    this.#tolerance = tolerance;
    this.#foreign = new Map(issuers.map((issuer) => [issuer.issuer, new ForeignTokens(issuer)]));
  }

  async mint({ expiresIn, ...content }: MintOptions): Promise<string> {
    const issuedAt = this.clock.now();
    const expiresAt = new Date(issuedAt.getTime() + expiresIn * 1_000);
    return this.sign({ ...content, issuedAt, expiresAt, tokenId: randomUUID() });
  }

  /** The token of that very content: the same text each time, until the signing key rotates. */
  async sign({
    kind,
    id,
    tokenId,
    issuedAt,
    expiresAt,
    attributes,
    mintedBy,
  }: TokenContent): Promise<string> {
    if (NOT_BY_TOKEN.includes(kind)) throw new Error(`there are no tokens of the kind "${kind}"`);
    const { kid, privateKey } = await this.keys.current();
    const claims = { kind, ...(attributes && { attributes }), ...(mintedBy && { act: { sub: mintedBy } }) };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: 'JWT', kid })
      .setIssuer(NAME)
      .setAudience(NAME)
      .setSubject(id)
      .setJti(tokenId)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(privateKey);
  }

  /** Throws UNAUTHENTICATED for a token that is not valid, and UNAVAILABLE while a foreign issuer's keys are not to be had. */
  async verify(token: string, now = this.clock.now()): Promise<CheckedToken> {
    try {
      if (token.length > MAX_LENGTH || !COMPACT.test(token)) throw new Error('not a compact JWT');
      const issuer = decodeJwt(token).iss;
      if (issuer === NAME) return await this.#verifyOwn(token, now);
      const foreign = this.#foreign.get(issuer ?? '');
      if (!foreign) throw new Error('unknown issuer');
      const { id, claims } = await foreign.verify(token, now, this.#tolerance);
      assertMortal(claims);
      return { ...this.#timesOf(claims, now), kind: foreign.issuer.kind, id, attributes: {}, mintedBy: null };
    } catch (error) {
      throw error instanceof CodedError ? error : unauthenticated();
    }
  }

  async #verifyOwn(token: string, now: Date): Promise<CheckedToken> {
    const { alg, typ, kid, ...others } = decodeProtectedHeader(token);
    // Nothing but these three: no key in the header or behind an address there, no extension.
    if (alg !== SIGNING_ALGORITHM || typ !== 'JWT' || !kid || Object.keys(others).length > 0) {
      throw new Error('not a header of ours');
    }
    const key = await this.keys.anyKey(kid);
    if (!key) throw new Error('unknown key');
    const { payload } = await jwtVerify(token, key.publicKey, {
      algorithms: [SIGNING_ALGORITHM],
      typ: 'JWT',
      issuer: NAME,
      audience: NAME,
      currentDate: now,
      clockTolerance: this.#tolerance,
      requiredClaims: OWN_CLAIMS,
    });
    // A share link may outlive a signing key by far. Its token says no more than its row does, which is asked.
    if (payload.kind !== 'share' && key.retiresAt <= now.getTime()) throw new Error('the key has retired');
    if (payload.kind !== 'share') assertMortal(payload);
    const { kind, sub, attributes, act } = payload as unknown as OwnClaims;
    return {
      ...this.#timesOf(payload, now),
      kind,
      id: sub,
      attributes: attributes ?? {},
      mintedBy: act?.sub ?? null,
    };
  }

  /** jose has seen to `exp` and `nbf`. */
  #timesOf(
    { iat, exp, jti }: JWTPayload,
    now: Date,
  ): Pick<CheckedToken, 'tokenId' | 'issuedAt' | 'expiresAt'> {
    if (iat! * 1_000 > now.getTime() + this.#tolerance * 1_000) throw new Error('issued in the future');
    if (!(exp! < LATEST)) throw new Error('expires past all dates');
    return { tokenId: jti ?? null, issuedAt: new Date(iat! * 1_000), expiresAt: new Date(exp! * 1_000) };
  }
}

/** So long after its last token was revoked, nobody needs to know any more. */
function assertMortal({ iat, exp }: JWTPayload): void {
  if (!(exp! - iat! <= LONGEST_LIFE)) throw new Error('lives too long');
}

/** What `sign` has put in, once the signature was found right. */
interface OwnClaims {
  readonly kind: string;
  readonly sub: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly act?: { readonly sub: string };
}
