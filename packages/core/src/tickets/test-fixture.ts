import { createShareLink, shareLinkToken } from '@candor/kernel/identity';
import {
  type Client,
  createTestPlatform,
  type TestPlatform,
  type TestPlatformOptions,
} from '@candor/testing';

interface UserErrorSeen {
  readonly code: string;
  readonly field: readonly string[];
  readonly message: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads into whatever it has just asked for
export type Seen = any;

export interface Answer {
  readonly userErrors: readonly UserErrorSeen[];
  readonly ticket?: Seen;
  readonly message?: Seen;
}

const TICKET = `id number version subject state stage nextStates type ticketClass priority priorityRank channel
  intake { what when where who how why } intakeCompleteness
  customer { id name } department { id key } assignee { id name } primaryContact { id name }
  openedAt updatedAt firstResponseAt resolvedAt closedAt reopenCount handoffCount updateCount origin`;

/** People around tickets, and the commands that tests give in their name. */
export class Scene {
  private constructor(
    readonly platform: TestPlatform,
    readonly manager: Client,
    readonly agent: Client,
    readonly customer: Client,
  ) {}

  static async create(options: TestPlatformOptions = {}): Promise<Scene> {
    const platform = await createTestPlatform(options);
    const manager = await platform.staff({ roles: ['manager'], name: 'Ma Lin' });
    const agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
    const customer = await platform.customer({ name: 'Ada' });
    return new Scene(platform, manager, agent, customer);
  }

  close(): Promise<void> {
    return this.platform.close();
  }

  /** Runs a command; user errors are part of the answer. */
  async command(
    by: Client,
    name: string,
    input: object,
    options: { idempotencyKey?: string } = {},
  ): Promise<Answer> {
    const payload =
      name === 'changeMessageVisibility'
        ? MESSAGE_ONLY
        : /Reply|reply|Note/.test(name)
          ? WITH_MESSAGE
          : TICKET_ONLY;
    const { data, errors } = await by.run(
      `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${payload} userErrors { code field message } } }`,
      { variables: { input }, ...options },
    );
    if (errors)
      throw new Error(
        `${name}: ${errors.map(({ message, extensions }) => `${extensions['code']} ${message}`).join()}`,
      );
    return data[name];
  }

  /** The same for a command that has to succeed: the ticket after it. */
  async must(by: Client, name: string, input: object): Promise<Seen> {
    const { userErrors, ticket } = await this.command(by, name, input);
    if (userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(userErrors)}`);
    return ticket;
  }

  /** A new ticket of the customer, simple unless said otherwise. */
  open(input: object = {}, by: Client = this.customer) {
    const given = {
      subject: 'The light is out',
      channel: 'app',
      ticketClass: 'SIMPLE',
      intake: { what: 'No light' },
    };
    return this.must(by, 'openTicket', {
      ...given,
      ...(by !== this.customer && { customerId: this.customer.id }),
      ...input,
    });
  }

  async read(by: Client, id: string, selection = TICKET) {
    const { node } = await by.must(`query($id: ID!) { node(id: $id) { ... on Ticket { ${selection} } } }`, {
      variables: { id },
    });
    return node;
  }

  /** Whoever holds a link to a ticket. */
  async shareLink(subject: string): Promise<Client> {
    const { services, tokens } = this.platform.platform;
    const expiresAt = new Date(this.platform.clock.now().getTime() + 86_400_000);
    const link = await services.command((tx) => createShareLink(tx, { subject, mode: 'READ', expiresAt }));
    return this.platform.bearer(await shareLinkToken(tokens, link));
  }

  /** A department with as many members as there are names. */
  async department(key: string, names: readonly string[] = []): Promise<{ id: string; members: string[] }> {
    const { createDepartment } = await this.manager.must(
      `mutation { createDepartment(input: { key: "${key}", name: [{ locale: "en", text: "${key}" }] }) { department { id } userErrors { code } } }`,
    );
    const { id } = createDepartment.department;
    const members = [];
    for (const name of names) {
      const { createStaffMember } = await this.manager.must(
        `mutation { createStaffMember(input: { name: "${name}", roles: ["agent"], departmentId: "${id}" }) { staffMember { id } userErrors { code } } }`,
      );
      members.push(createStaffMember.staffMember.id);
    }
    return { id, members };
  }

  /** The history of a ticket, oldest first. */
  async history(by: Client, ticketId: string) {
    const { history } = await this.read(
      by,
      ticketId,
      `history(first: 100, orderBy: { field: AT, direction: ASC }) { edges { node {
        kind from to reason at actor updateNumber isFirstOfUpdate origin message { id } department { id } } } }`,
    );
    return history.edges.map(({ node }: { node: unknown }) => node);
  }

  /** The bodies of all messages of a ticket that somebody can read, oldest first. */
  async bodies(by: Client, ticketId: string): Promise<string[]> {
    const { messages } = await this.read(
      by,
      ticketId,
      'messages(orderBy: { field: SENT_AT, direction: ASC }) { edges { node { body } } }',
    );
    return messages.edges.map(({ node }: { node: { body: string } }) => node.body);
  }
}

const TICKET_ONLY = `ticket { ${TICKET} }`;
const MESSAGE = `message { id body visibility authorKind authorStaff { name } authorCustomer { name } channel sentAt version isByPrimaryContact origin }`;
const WITH_MESSAGE = `${TICKET_ONLY} ${MESSAGE}`;
const MESSAGE_ONLY = MESSAGE;
