import { createHash } from 'node:crypto';
import { CodedError } from '@candor/kernel/graphql';
import { type Actor, ANONYMOUS } from '@candor/kernel/identity';

/** Who may send documents that are not on the list. */
export type AdHoc = 'everybody' | 'signed-in' | 'nobody';

/** What a client asks for, as far as it says which document. */
export interface Asked {
  readonly query?: unknown;
  /** A name or a hash, as the appendix of GraphQL over HTTP has it: https://graphql.github.io/graphql-over-http/draft/#sec-Persisted-Documents */
  readonly documentId?: unknown;
  /** `persistedQuery: { sha256Hash }`, as clients of Apollo's protocol send it. */
  readonly extensions?: unknown;
}

/** The documents of an installation, by hash and by name. */
export interface DocumentList {
  readonly byHash: ReadonlyMap<string, string>;
  readonly byName: ReadonlyMap<string, string>;
}

export const NO_DOCUMENTS: DocumentList = { byHash: new Map(), byName: new Map() };

/** The documents that are known by their hash or name, which can be made the only ones. */
export class PersistedDocuments {
  constructor(
    private readonly list: DocumentList = NO_DOCUMENTS,
    private readonly adHoc: AdHoc = 'everybody',
  ) {}

  /**
   * The text of the document that a request asks for; `undefined` where it names none, by whatever means. Throws
   * PERSISTED_QUERY_NOT_FOUND for a hash or name that is not known, and BAD_REQUEST for a hash of another text.
   */
  textOf({ query, documentId, extensions }: Asked): string | undefined {
    const hash = hashIn(extensions);
    const hasText = typeof query === 'string' && query !== '';
    if (hasText) {
      if (hash !== undefined && hash !== sha256(query))
        throw new CodedError('BAD_REQUEST', 'The provided sha256Hash is not that of the document.');
      return query;
    }
    const id = hash ?? (typeof documentId === 'string' ? documentId.replace(/^sha256:/, '') : undefined);
    if (id === undefined) return undefined;
    const text = this.list.byHash.get(id.toLowerCase()) ?? this.list.byName.get(id);
    // Clients of the protocol know this message.
    if (text === undefined) throw new CodedError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    return text;
  }

  /** Throws FORBIDDEN where the actor may not send a document that is not on the list, however it came. */
  assertAdmitted(text: string, actor: Actor): void {
    if (this.adHoc === 'everybody' || (this.adHoc === 'signed-in' && actor.kind !== ANONYMOUS.kind)) return;
    if (!this.list.byHash.has(sha256(text)))
      throw new CodedError('FORBIDDEN', 'Only documents that the server knows already are answered.');
  }
}

/** Whether a request says in another way than by its text which document it means. */
export function namesDocument(body: unknown): body is Asked {
  if (typeof body !== 'object' || body === null) return false;
  const { documentId, extensions } = body as Asked;
  return (
    documentId !== undefined || (extensions as { persistedQuery?: unknown } | null)?.persistedQuery != null
  );
}

/** The same request with the text of its document, for those who are to read nothing but that. Throws like `textOf`. */
export function withDocument(asked: Asked, documents: PersistedDocuments): object {
  const { extensions, documentId, ...rest } = asked;
  return { ...rest, query: documents.textOf(asked) };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hashIn(extensions: unknown): string | undefined {
  if (typeof extensions !== 'object' || extensions === null) return undefined;
  const { persistedQuery } = extensions as { persistedQuery?: unknown };
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  const hash = (persistedQuery as { sha256Hash?: unknown }).sha256Hash;
  if (typeof hash === 'string') return hash.toLowerCase();
  throw new CodedError('BAD_REQUEST', 'extensions.persistedQuery holds a sha256Hash.');
}
