import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/**
 * Serves a folder of static pages at `/`; `/board` is `board.html`. Scripts and styles come from files of the
 * folder only, and talk to this platform only. Pages show what their reader may see, so none is indexed, and the
 * address of one, which may hold a share link, is told to nobody.
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
    setHeaders: (reply) => {
      reply.header('content-security-policy', policy(publicUrl()));
      reply.header('cache-control', 'no-cache');
      reply.header('referrer-policy', 'no-referrer');
      reply.header('x-robots-tag', 'noindex, nofollow');
    },
  });
}

function policy(publicUrl: string | undefined): string {
  // Not every browser counts a socket to the own host as 'self'.
  const socket = publicUrl === undefined ? '' : ` ${new URL(publicUrl).origin.replace(/^http/, 'ws')}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${socket}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
