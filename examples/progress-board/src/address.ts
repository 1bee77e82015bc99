/** What the address of the page asks for. */
export interface Address {
  readonly token: string | undefined;
  /** The board; without one the page lists those that the token may see. */
  readonly board: string | undefined;
  readonly language: Language;
}

export type Language = 'en' | 'zh-CN';

/**
 * Reads `?lang=` and `#token=…&board=…`. The fragment stays in the browser: neither the server's log nor another
 * site ever sees the token.
 */
export function addressOf(
  { search, hash }: { readonly search: string; readonly hash: string },
  preferred: string | undefined,
): Address {
  const fragment = new URLSearchParams(hash.replace(/^#/, ''));
  const wanted = new URLSearchParams(search).get('lang') ?? preferred ?? 'en';
  return {
    token: fragment.get('token') || undefined,
    board: fragment.get('board') || undefined,
    language: /^zh\b/i.test(wanted) ? 'zh-CN' : 'en',
  };
}

/** The same page for a board. */
export function addressFor(token: string, board: string): string {
  return `#${new URLSearchParams({ token, board })}`;
}
