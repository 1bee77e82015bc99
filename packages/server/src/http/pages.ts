import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Serves a folder of static pages at `/`; `/board` is `board.html`. Scripts and styles come from files of the
 * folder only, and talk to this platform only. Pages show what their reader may see, so none is indexed, and the
 * address of one, which may hold a share link, is told to nobody. The explorer, which is not always there, has
 * routes of its own.
 */
export async function staticPages(
  fastify: FastifyInstance,
  folder: string,
  publicUrl: () => string | undefined,
): Promise<void> {
  await fastify.register(fastifyStatic, {
    root: resolve(folder),
    prefix: '/',
    dotfiles: 'ignore',
    extensions: ['html'],
    cacheControl: false,
    decorateReply: false,
    allowedPath: (path) => !/^\/explorer(\/|$)/.test(path),
    setHeaders: (reply) => pageHeaders(reply, publicUrl()),
  });
}

/** The headers of a page and its parts; `laxer` replaces directives of the policy, or drops them by `null`. */
export function pageHeaders(
  reply: Pick<FastifyReply, 'header'>,
  publicUrl: string | undefined,
  laxer: Readonly<Record<string, string | null>> = {},
): void {
  reply.header('content-security-policy', policy(publicUrl, laxer));
  reply.header('cache-control', 'no-cache');
  reply.header('referrer-policy', 'no-referrer');
  reply.header('x-robots-tag', 'noindex, nofollow');
}

function policy(publicUrl: string | undefined, laxer: Readonly<Record<string, string | null>>): string {
  // Not every browser counts a socket to the own host as 'self'.
  const socket = publicUrl === undefined ? '' : ` ${new URL(publicUrl).origin.replace(/^http/, 'ws')}`;
  const directives: Readonly<Record<string, string | null>> = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': `'self'${socket}`,
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    ...laxer,
  };
  return Object.entries(directives)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
