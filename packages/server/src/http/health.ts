import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

interface HealthOptions {
  readiness(): Promise<Record<string, string | null>>;
  jwks(): Promise<object>;
  /** Whether the process is on its way out. */
  draining(): boolean;
  readonly logger: Logger;
}

/** Milliseconds that an answer of the checks is good for, and that the checks may take. */
const FRESH = 1_000;
const PATIENCE = 2_000;

type Checks = Readonly<Record<string, string | null>>;

/** `/livez`, `/readyz` and the public keys. What is wrong stands in the log; the answer only names the check. */
export function healthRoutes(fastify: FastifyInstance, options: HealthOptions): void {
  const ready = remembered(() => readiness(options));

  fastify.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  fastify.get('/livez', async () => ({ status: 'ok' }));

  fastify.get<{ Querystring: Record<string, unknown> }>('/readyz', async (request, reply) => {
    // One that is leaving says so at once, however long a busy database takes to answer.
    const known = options.draining() ? {} : await ready();
    const checks: Checks = { ...known, draining: options.draining() ? 'shutting down' : null };
    const isReady = Object.values(checks).every((fault) => fault === null);
    reply.code(isReady ? 200 : 503);
    const status = isReady ? 'ready' : 'not ready';
    if (!('verbose' in request.query)) return { status };
    const named = Object.entries(checks).map(([name, fault]) => [name, fault === null ? 'ok' : 'failed']);
    return { status, checks: Object.fromEntries(named) };
  });

  fastify.get('/.well-known/jwks.json', async (_request, reply) => {
    const keys = await options.jwks();
    reply.header('cache-control', 'public, max-age=300');
    return reply.type('application/jwk-set+json').send(JSON.stringify(keys));
  });
}

async function readiness({ readiness: check, logger }: HealthOptions): Promise<Checks> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Checks>((resolve) => {
    timer = setTimeout(() => resolve({ checks: `no answer within ${PATIENCE / 1_000} s` }), PATIENCE);
  });
  const checks = await Promise.race([check().catch((error: unknown) => ({ checks: String(error) })), late]);
  clearTimeout(timer);
  const faults = Object.entries(checks).filter(([, fault]) => fault !== null);
  if (faults.length > 0) logger.warn({ faults: Object.fromEntries(faults) }, 'not ready');
  return checks;
}

/** One run for all who ask while it runs and for as long as it is fresh: probes must not load what they probe. */
function remembered<T>(run: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (!last || now - last.at > FRESH) last = { at: now, answer: run() };
    return last.answer;
  };
}
