import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refusal } from './answers.js';
import type { HttpOptions } from './options.js';
import type { Admits } from './origins.js';
import { pageHeaders } from './pages.js';

const FOLDER = fileURLToPath(new URL('../../pages/explorer', import.meta.url));
const FILES = ['actors.js', 'examples.js', 'explorer.css', 'explorer.js', 'fetcher.js'];

/** What the page loads of published packages, as it lies in them. Nothing else of a package is served. */
const VENDOR: ReadonlyArray<readonly [name: string, file: string]> = [
  ['graphiql', 'graphiql.min.css'],
  ['graphiql', 'graphiql.min.js'],
  ['graphql-ws', 'umd/graphql-ws.min.js'],
  ['react', 'umd/react.production.min.js'],
  ['react-dom', 'umd/react-dom.production.min.js'],
];

/**
 * Where this page is laxer than the others: GraphiQL carries its fonts in its style sheet, its panels put
 * style elements into the page, and descriptions reach the page as markup that is a string.
 */
const POLICY = {
  'style-src-elem': "'self' 'unsafe-inline'",
  'font-src': 'data:',
  'require-trusted-types-for': null,
};

export interface ExplorerOptions extends Pick<HttpOptions, 'explorerActors' | 'production'> {
  readonly publicUrl: () => string | undefined;
  /** The rule of origins, by which the platform knows its own address. */
  readonly admits: Admits;
}

/** GraphiQL at `/explorer/`, from files of this machine alone, and the actors that it can ask as. */
export async function explorerPages(fastify: FastifyInstance, options: ExplorerOptions): Promise<void> {
  const packages = VENDOR.map(([name, file]) => published(name, file));
  const page = await namingVersions(`${FOLDER}/index.html`, packages);

  fastify.addHook('onRequest', async (_request, reply) => {
    pageHeaders(reply, options.publicUrl(), POLICY);
  });
  await fastify.register(fastifyStatic, { root: FOLDER, serve: false, cacheControl: false });

  fastify.get('/explorer', (_request, reply) => reply.redirect('/explorer/', 308));
  fastify.get('/explorer/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  for (const file of FILES) fastify.get(`/explorer/${file}`, (_request, reply) => reply.sendFile(file));
  for (const { url, file, folder } of packages) {
    fastify.get(url, (_request, reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable');
      return reply.sendFile(file, folder);
    });
  }
  if (options.explorerActors !== undefined && !options.production) actorsRoute(fastify, options);
}

/** One file of a package, with the version in its address, so that the address always means the same bytes. */
interface Published {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  readonly folder: string;
  readonly file: string;
}

function published(name: string, file: string): Published {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(`${name}/package.json`);
  const { version } = require(manifest) as { version: string };
  const url = `/explorer/vendor/${name}@${version}/${basename(file)}`;
  return { name, version, url, folder: dirname(manifest), file };
}

/** The page names packages; which version is installed is known only here. */
async function namingVersions(file: string, packages: readonly Published[]): Promise<string> {
  return packages.reduce(
    (html, { name, version }) =>
      html.replaceAll(`/explorer/vendor/${name}/`, `/explorer/vendor/${name}@${version}/`),
    await readFile(file, 'utf8'),
  );
}

/**
 * Tokens for the taking, so never in production, and only for a page that came from the platform's own
 * address: a page of another site whose name was made to point to this machine counts to the browser as ours.
 */
function actorsRoute(fastify: FastifyInstance, options: ExplorerOptions): void {
  fastify.get('/explorer/actors.json', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const isOwn = ['http', 'https'].some((scheme) => options.admits(`${scheme}://${request.host}`));
    if (isOwn) return options.explorerActors?.();
    const message = "The demo's actors are given away under the platform's own address only.";
    return reply.code(403).send(refusal('FORBIDDEN', message, request.id));
  });
}
