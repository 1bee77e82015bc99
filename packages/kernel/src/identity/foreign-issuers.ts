import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTPayload, jwtVerify } from 'jose';
import { CodedError } from '../graphql/errors.js';

/** An identity provider whose tokens are accepted, and whom they stand for. */
export interface ForeignIssuer {
  /** The exact `iss` of its tokens. */
  readonly issuer: string;
  /** The `aud` that its tokens for this platform carry. */
  readonly audience: string;
  /** Where it publishes its keys. */
  readonly jwksUri: string;
  /** The kind of principal, such as `staff`. */
  readonly kind: string;
  /** The claim that names the principal, such as `sub`. Users must not be able to choose it themselves. */
  readonly claim: string;
}

/** Asymmetric only: with a symmetric one, a public key could be used as the secret. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const TYPES: readonly unknown[] = [undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt'];
const COOLDOWN = 30_000;

/**
 * The id under which a principal resolver is asked for the bearer of a foreign token. It holds a space and
 * so never equals a public id; take it apart with `foreignSubject`.
 */
export function foreignId(issuer: string, subject: string): string {
  return `${issuer} ${subject}`;
}

/** Issuer and subject of a foreign token's bearer; `null` for a public id. */
export function foreignSubject(id: string): { issuer: string; subject: string } | null {
  const space = id.indexOf(' ');
  return space < 0 ? null : { issuer: id.slice(0, space), subject: id.slice(space + 1) };
}

/** Checks the tokens of one foreign issuer against the keys it publishes. */
export class ForeignTokens {
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(readonly issuer: ForeignIssuer) {
    if (issuer.issuer.includes(' ')) throw new Error(`the issuer "${issuer.issuer}" holds a space`);
    this.#keys = createRemoteJWKSet(new URL(issuer.jwksUri), {
      cooldownDuration: COOLDOWN,
      [customFetch]: atMostOnceIn(COOLDOWN),
    });
  }

  /**
   * The claims of a valid token, and the id to resolve. Throws UNAVAILABLE while the issuer's keys cannot be
   * had, and anything else for a token that is not valid.
   */
  async verify(token: string, now: Date, tolerance: number): Promise<{ id: string; claims: JWTPayload }> {
    const { issuer, audience, claim } = this.issuer;
    const { payload, protectedHeader } = await jwtVerify(token, this.#keys, {
      algorithms: ALGORITHMS,
      issuer,
      audience,
      currentDate: now,
      clockTolerance: tolerance,
      requiredClaims: ['exp', 'iat', claim],
    });
    if (!TYPES.includes(protectedHeader.typ)) throw new Error('not a token for access');
    // Some providers let users enter any address; they say when they have not checked it.
    if (claim === 'email' && payload.email_verified === false) throw new Error('the address is not verified');
    const subject = payload[claim];
    if (typeof subject !== 'string' || subject === '' || subject.length > 255) throw new Error('no subject');
    return { id: foreignId(issuer, subject), claims: payload };
  }
}

/** jose waits after a fetch that succeeded; one that fails must not be repeated for every token either. */
function atMostOnceIn(wait: number): FetchImplementation {
  let askedAt = Number.NEGATIVE_INFINITY;
  return async (url, options) => {
    if (performance.now() - askedAt < wait) throw unavailable();
    askedAt = performance.now();
    try {
      const response = await fetch(url, options);
      if (response.ok) return response;
    } catch {
      // Not reached at all: to whoever sent the token the same as an answer that is none.
    }
    throw unavailable();
  };
}

function unavailable(): CodedError {
  return new CodedError('UNAVAILABLE', 'The keys of the token’s issuer cannot be read just now.');
}
