import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Client,
  createTestPlatform,
  type Result,
  type TestPlatform,
  type TestPlatformOptions,
} from '@candor/testing';
import type { WebhookSettings } from './webhook-settings.js';

/** A test reads into whatever it has just asked for. */
type Payload = Result['data'];

interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A target on this machine that keeps what it was sent. */
export class Sink {
  readonly received: Received[] = [];
  /** Connections that came, whether or not something was sent. */
  connections = 0;
  /** How it answers; at once with 204 unless set. */
  answer: (response: ServerResponse, received: Received) => void = (response) =>
    response.writeHead(204).end();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const received = {
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(parts).toString(),
      };
      this.received.push(received);
      this.answer(response, received);
    });
    this.#server.on('connection', () => this.connections++);
  }

  static async open(): Promise<Sink> {
    const sink = new Sink();
    sink.#server.listen(0, '127.0.0.1');
    await once(sink.#server, 'listening');
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The names of the events that came, in their order. */
  get types(): string[] {
    return this.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  }

  status(status: number, headers: Record<string, string> = {}): void {
    this.answer = (response) => response.writeHead(status, headers).end('an answer of the inside');
  }

  /** Nobody listens there any more; no harm if nobody did. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const ENDPOINT = `id version url description events state firstFailedAt resumesAt previousSecretEndsAt owner { id }`;
const DELIVERY = `id messageId eventName body state attemptCount nextAttemptAt deliveredAt endpoint { id }
  attempts(orderBy: { field: AT, direction: ASC }) { edges { node { number outcome status duration at } } }`;

/** Somebody who manages webhooks, and the targets they may point to. */
export class Scene {
  private constructor(
    readonly platform: TestPlatform,
    readonly manager: Client,
  ) {}

  static async create(options: TestPlatformOptions = {}): Promise<Scene> {
    const platform = await createTestPlatform(options);
    const manager = await platform.staff({ roles: ['manager'], name: 'Ma Lin' });
    // What has happened already is no endpoint's: one that is made now would get what is still on its way.
    await platform.settle();
    return new Scene(platform, manager);
  }

  /** What the operator sets; each call adds to it. */
  async set(settings: Partial<WebhookSettings>): Promise<void> {
    const { platform } = this.platform;
    await platform.services.command((tx) =>
      platform.settings.change(tx, 'webhooks', {
        ...platform.services.settings<WebhookSettings>('webhooks'),
        ...settings,
      }),
    );
  }

  /** Lets messages go to targets on this machine. */
  allow(...sinks: readonly Sink[]): Promise<void> {
    return this.set({ privateTargets: sinks.map(({ origin }) => origin) });
  }

  /** Runs a mutation and answers its payload, user errors included. */
  async command(name: string, input: object, by: Client = this.manager): Promise<Payload> {
    const secret = name === 'createWebhookEndpoint' || name === 'rotateWebhookSecret' ? 'secret' : '';
    const result = name === 'archiveWebhookEndpoint' ? 'archivedWebhookEndpointId' : '';
    const record = /Delivery$|^ping/.test(name)
      ? `webhookDelivery { ${DELIVERY} }`
      : `webhookEndpoint { ${ENDPOINT} }`;
    const source = `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
      ${name}(input: $input) { ${record} ${secret} ${result} userErrors { code field message } } }`;
    const { data, errors } = await by.run(source, { variables: { input } });
    if (errors) throw new Error(errors.map(({ extensions }) => String(extensions['code'])).join());
    return data[name];
  }

  /** The same for a command that has to succeed. */
  async must(name: string, input: object): Promise<Payload> {
    const payload = await this.command(name, input);
    if (payload.userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  }

  /** An endpoint at a target, which the operator has to have allowed. */
  async endpoint(
    sink: Sink,
    events: readonly string[] = ['staff.joined'],
    path = '/hooks',
  ): Promise<Payload> {
    const made = await this.must('createWebhookEndpoint', { url: `${sink.origin}${path}`, events });
    await this.platform.settle();
    return { ...made.webhookEndpoint, secret: made.secret };
  }

  /** Lets `staff.joined` happen so many times; answers once all that follows has happened. */
  async happen(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.platform.staff({ name: 'Somebody' });
    await this.platform.settle();
  }

  async read(endpointId: string): Promise<Payload> {
    const source = `query($id: ID!) { node(id: $id) { ... on WebhookEndpoint { ${ENDPOINT} } } }`;
    return (await this.manager.must(source, { variables: { id: endpointId } })).node;
  }

  /** The messages to endpoints, the oldest first. */
  async deliveries(...endpointIds: readonly string[]): Promise<Payload[]> {
    const source = `query($in: [ID!]!, $after: String) { webhookDeliveries(first: 100, after: $after,
      filter: { endpoint: { in: $in } }, orderBy: { field: CREATED_AT, direction: ASC }) {
        edges { node { ${DELIVERY} } } pageInfo { hasNextPage endCursor } } }`;
    const found: Payload[] = [];
    for (let after: string | null = null; ; ) {
      const variables = { in: endpointIds, after };
      const { webhookDeliveries: page }: Payload = await this.manager.must(source, { variables });
      for (const { node } of page.edges)
        found.push({ ...node, attempts: node.attempts.edges.map((edge: { node: Payload }) => edge.node) });
      if (!page.pageInfo.hasNextPage) return found;
      after = page.pageInfo.endCursor;
    }
  }

  close(): Promise<void> {
    return this.platform.close();
  }
}
