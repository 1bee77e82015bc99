import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '@candor/kernel/graphql';
import { withoutPersonalData } from '@candor/kernel/personal-data';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  LogController,
} from 'fastify';
import helmet from 'helmet';
import { BACKLOG } from '../processes/port.js';
import { refusal } from './answers.js';
import { createApollo } from './apollo.js';
import { EventStreams } from './event-streams.js';
import { explorerPages } from './explorer.js';
import { graphqlRoute } from './graphql.js';
import { healthRoutes } from './health.js';
import { ACTOR_LIMITS, Holdings } from './holdings.js';
import { Operations } from './operations.js';
import { type HttpOptions, MAXIMUM_BODY, QUERIES_AT_ONCE, TIMEOUTS, type Timeouts } from './options.js';
import { admittedOrigins, cors, maySocket } from './origins.js';
import { boardPage } from './pages.js';
import { addressOf, requestIds, type Trusts, trustedProxies } from './proxies.js';
import { Sockets } from './sockets.js';
import { Turnstile } from './turnstile.js';

export interface HttpServer {
  /** Starts to listen. Rejects with the system's error where the port is taken. */
  listen(): Promise<{ url: string }>;
  /** How many sockets, event streams and actors who hold any are open, and how many queries wait for their turn. */
  open(): { sockets: number; streams: number; actors: number; waiting_queries: number };
  /** Answers that it is not ready, and goes on serving: gives balancers the time to look elsewhere. */
  drain(): void;
  /**
   * Goes away within `grace` milliseconds: not ready any more, watchers sent away one after the other, and, when
   * balancers had `drained` milliseconds to look elsewhere, no new connections, running requests finished.
   */
  close(grace: number, drained?: number): Promise<void>;
}

/** How much of the path of a request is logged. */
const LONGEST_PATH = 200;

/** The longest that watchers are sent away for, in milliseconds. */
const SPREAD = 10_000;

/** Everything a client reaches: GraphQL over HTTP, sockets and event streams, health, keys and static pages. */
export async function createHttpServer(engine: Engine, options: HttpOptions): Promise<HttpServer> {
  const { logger, production } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  let { publicUrl } = options;
  let draining = false;

  const trusts = trustedProxies(options.trustedProxies);
  const admits = admittedOrigins(options.corsOrigins, () => publicUrl);
  const requestId = requestIds(trusts);
  const operations = new Operations(
    engine,
    (error, id) => logger.error({ requestId: id, error }, 'failed'),
    timeouts.operation,
    (request) => addressOf(request, trusts),
    options.documents,
    options.observe,
    options.trace,
    new Turnstile(options.queriesAtOnce ?? QUERIES_AT_ONCE),
  );
  const apollo = createApollo(operations, production, logger);
  await apollo.start();

  const fastify = frame(options, timeouts, trusts);
  fastify.addHook('onRequest', cors(admits));
  fastify.addHook('onSend', (_request, reply, _body, done) => {
    // Or a connection that is kept by its client would keep us.
    if (draining) reply.header('connection', 'close');
    done();
  });
  graphqlRoute(fastify, apollo, operations);
  const holdings = new Holdings({ ...ACTOR_LIMITS, ...options.actorLimits });
  const streams = new EventStreams(operations, holdings);
  streams.routes(fastify);
  await fastify.register(async (scope) => healthRoutes(scope, { ...options, draining: () => draining }));
  if (options.explorer ?? !production)
    await fastify.register(explorerPages, { ...options, publicUrl: () => publicUrl, admits });
  if (options.boardPage !== undefined) await boardPage(fastify, options.boardPage, () => publicUrl);

  const sockets = new Sockets({
    operations,
    timeouts,
    holdings,
    requestId,
    admits: (request) => maySocket(request, admits),
  });
  fastify.server.on('upgrade', (request, stream, head) => sockets.upgrade(request, stream, head));

  return {
    async listen() {
      await fastify.listen({ host: options.host, port: options.port, backlog: BACKLOG });
      const { port } = fastify.server.address() as AddressInfo;
      const url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
      publicUrl ??= url;
      return { url };
    },
    open: () => ({
      sockets: sockets.size,
      streams: streams.size,
      actors: holdings.size,
      waiting_queries: operations.waiting,
    }),
    drain() {
      draining = true;
    },
    async close(grace, drained = 0) {
      draining = true;
      const spread = Math.min(SPREAD, grace);
      const cut = setTimeout(() => {
        sockets.terminate();
        fastify.server.closeAllConnections();
      }, grace);
      const requests = async () => {
        if (drained > 0) await pause(drained);
        await fastify.close();
      };
      await Promise.all([requests(), sockets.close(spread), streams.close(spread)]);
      clearTimeout(cut);
      await apollo.stop();
    },
  };
}

/** Fastify with what holds for every request: an id, security headers, limits, one line in the log, errors in one form. */
function frame({ logger, publicUrl }: HttpOptions, timeouts: Timeouts, trusts: Trusts): FastifyInstance {
  const fastify: FastifyInstance = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for each request costs more than the line that most of them write.
    childLoggerFactory: (parent) => parent,
    genReqId: requestIds(trusts),
    trustProxy: (address) => trusts(address),
    bodyLimit: MAXIMUM_BODY,
    requestTimeout: timeouts.request,
    http: {
      headersTimeout: timeouts.headers,
      connectionsCheckingInterval: Math.min(1_000, timeouts.headers),
    },
    exposeHeadRoutes: false,
    // What is already on a kept connection is still answered, with `Connection: close`.
    return503OnClosing: false,
  });
  // Only JSON is read. What a page can send without asking first (text, forms) is 415.
  fastify.removeContentTypeParser('text/plain');
  const security = securityHeaders(publicUrl?.startsWith('https:') ?? false);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers({ ...security, 'x-request-id': request.id });
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const [asked = ''] = request.url.split('?'); // the rest may hold variables, and those persons
    const isOurs = asked === request.routeOptions.url; // and thus nothing that a caller has put together
    const path = isOurs ? asked : withoutPersonalData(asked.slice(0, LONGEST_PATH));
    const ms = Math.round(reply.elapsedTime);
    logger.info(
      { requestId: request.id, method: request.method, path, status: reply.statusCode, ms },
      'request',
    );
    done();
  });
  fastify.setNotFoundHandler((request, reply) => {
    reply.code(404).send(refusal('NOT_FOUND', 'There is nothing at this address.', request.id));
  });
  fastify.setErrorHandler((error: FastifyError, request, reply) => {
    // The header Host is no host, which Apollo's adapter makes an address of.
    const status = error.code === 'ERR_INVALID_URL' ? 400 : (error.statusCode ?? 500);
    if (status < 500) return reply.code(status).send(refusal('BAD_REQUEST', error.message, request.id));
    logger.error({ requestId: request.id, error }, 'failed');
    return reply.code(500).send(refusal('INTERNAL_SERVER_ERROR', 'Something failed inside.', request.id));
  });
  return fastify;
}

/** The headers of every answer, asked of helmet once: they are always the same. */
function securityHeaders(strictTransportSecurity: boolean): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  const set = helmet({ contentSecurityPolicy: { useDefaults: false, directives }, strictTransportSecurity });
  set(request, answer, () => undefined);
  return { ...answer.getHeaders() };
}
