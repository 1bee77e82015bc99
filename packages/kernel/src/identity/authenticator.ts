import { AsyncLocalStorage } from 'node:async_hooks';
import { hash } from 'node:crypto';
import DataLoader from 'dataloader';
import { BoundedMap } from '../bounded-map.js';
import { CodedError } from '../graphql/errors.js';
import type { Principal, PrincipalResolver, Services } from '../plugin/contract.js';
import { type Actor, ANONYMOUS } from './actor.js';
import { areRevoked, type Bearer } from './revocation.js';
import { authenticateService, isServiceKey } from './service-keys.js';
import { type SubjectExists, shareLinkPrincipal } from './share-links.js';
import type { TokenAuthority } from './tokens.js';
import { unauthenticated } from './unauthenticated.js';

export interface AuthenticatorOptions {
  readonly tokens: TokenAuthority;
  readonly services: Services;
  /** The kinds of principals that plugins declare; share links and service keys are the kernel's own. */
  readonly principals: ReadonlyMap<string, PrincipalResolver>;
  /** Asked for the record behind a share link, so that the link ends with it. */
  readonly subjectExists?: SubjectExists;
}

interface Remembered {
  readonly actor: Actor;
  readonly mintedBy: string | null;
}

/**
 * A principal is asked for again after this time at the latest, should the word that its access has changed
 * be lost.
 */
const REMEMBERED_FOR = 30_000;
/** How many are asked for with one query. */
const AT_ONCE = 200;

/** Finds out who sent a request, from its bearer token. */
export class Authenticator {
  readonly #cache = new BoundedMap<string, Remembered>(10_000);
  /** By kind: thousands may come back in one moment, and are asked for together. */
  readonly #principals: ReadonlyMap<string, Together<string, Principal | null>>;
  readonly #revoked: Together<Bearer, boolean>;
  #forgotten = 0;

  constructor(private readonly options: AuthenticatorOptions) {
    const { services, principals, subjectExists } = options;
    const resolvers = [...principals, ['share', shareLinkPrincipal(subjectExists)] as const];
    this.#principals = new Map(
      resolvers.map(([kind, resolve]) => [kind, together((ids) => resolve(ids, services))]),
    );
    this.#revoked = together((bearers) => areRevoked(services, bearers));
  }

  /** Throws UNAUTHENTICATED for a token that does not count; no token is anonymous. */
  async authenticate(token: string | undefined): Promise<Actor> {
    if (token === undefined) return ANONYMOUS;
    const now = this.options.services.now();
    const key = keyOf(token);
    const known = this.#cache.get(key, now.getTime());
    if (known) return known.actor;
    const forgotten = this.#forgotten;
    const found = isServiceKey(token) ? await this.#service(token) : await this.#bearer(token, now);
    // What was found while some access changed may be what it was before: it counts once and is not kept.
    if (forgotten === this.#forgotten) {
      const { expiresAt } = found.actor;
      const until = Math.min(
        expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
        now.getTime() + REMEMBERED_FOR,
      );
      this.#cache.set(key, found, until);
    }
    return found.actor;
  }

  /** The same past the cache, for who stays connected: the actor as it is now, or `null` when it is nobody any more. */
  async reauthenticate(token: string | undefined): Promise<Actor | null> {
    if (token !== undefined) this.#cache.delete(keyOf(token));
    try {
      return await this.authenticate(token);
    } catch (error) {
      if (error instanceof CodedError && error.code === 'UNAUTHENTICATED') return null;
      throw error;
    }
  }

  /** Forgets what is known of a principal, so that its next request is looked at anew. */
  forget(principal: string): void {
    this.#forgotten++;
    this.#cache.deleteWhere(({ actor, mintedBy }) => actor.id === principal || mintedBy === principal);
  }

  /** Forgets everybody, where it is not known whose access has changed. */
  forgetAll(): void {
    this.#forgotten++;
    this.#cache.deleteWhere(() => true);
  }

  async #service(token: string): Promise<Remembered> {
    return { actor: await authenticateService(token, this.options.services), mintedBy: null };
  }

  async #bearer(token: string, now: Date): Promise<Remembered> {
    const checked = await this.options.tokens.verify(token, now);
    const principal = await this.#principals.get(checked.kind)?.load(checked.id);
    if (!principal) throw unauthenticated();
    if (await this.#revoked.load({ ...checked, principal: principal.id ?? checked.id }))
      throw unauthenticated();
    const { kind, expiresAt, mintedBy } = checked;
    // The session lives on the rights of both, so it has to be found by either.
    const attributes = { ...checked.attributes, ...principal.attributes, ...(mintedBy && { mintedBy }) };
    return { actor: { ...principal, kind, attributes, expiresAt }, mintedBy };
  }
}

type Together<Question, Answer> = Pick<DataLoader<Question, Answer>, 'load'>;

/** Gathers what is asked in one turn of the event loop, and remembers nothing of it. */
function together<Question, Answer>(
  answers: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Together<Question, Answer> {
  // Not in the name of whoever happens to ask first: an operation that is given up, or the transaction of a command.
  const nobody = AsyncLocalStorage.snapshot();
  return new DataLoader<Question, Answer>(answers, {
    cache: false,
    maxBatchSize: AT_ONCE,
    batchScheduleFn: (ask) => void setImmediate(() => nobody(ask)),
  });
}

/** Tokens themselves stay out of the process's memory. */
function keyOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
