import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Serves the page on which customers watch their boards, at `/board/`. Its scripts and styles come from files of
 * the folder only, and talk to this platform only. A board shows what its reader may see, so the page is not
 * indexed, and its address, which may hold a share link, is told to nobody.
 */
export async function boardPage(
  fastify: FastifyInstance,
  folder: string,
  publicUrl: () => string | undefined,
): Promise<void> {
  fastify.get('/board', (_request, reply) => reply.redirect('/board/', 308));
  await fastify.register(fastifyStatic, {
    root: resolve(folder),
    prefix: '/board/',
    dotfiles: 'ignore',
    cacheControl: false,
    decorateReply: false,
    setHeaders: (reply, path) => {
      pageHeaders(reply, publicUrl());
      // The name of a part changes with what is in it.
      if (/[/\\]assets[/\\]/.test(path)) reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
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
