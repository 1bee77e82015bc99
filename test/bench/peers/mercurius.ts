import Fastify from 'fastify';
import mercurius from 'mercurius';
import { announce } from './announce.js';
import * as sql from './statements.js';

/** Mercurius with its compiler and its loaders over the same statements; nobody is asked who they are. */
const schema = `
  type Query {
    tickets(state: String!, first: Int!): [Ticket!]!
    queue(department: String!, first: Int!): [Ticket!]!
    customers(first: Int!): [Customer!]!
  }
  type Ticket {
    id: ID! number: String! subject: String! state: String! priority: String ticketClass: String type: String
    openedAt: String! updatedAt: String!
    customer: Customer assignee: StaffMember primaryContact: StaffMember
    messages(first: Int!): [Message!]!
    publicMessages(first: Int!): [Message!]!
  }
  type Customer {
    id: ID! name: String! kind: String company: Customer
    tickets(first: Int!): [Ticket!]!
    greetings(first: Int!): [Greeting!]!
  }
  type Message {
    id: ID! body: String! visibility: String authorKind: String sentAt: String! authorStaff: StaffMember
  }
  type StaffMember { id: ID! name: String! department: Department }
  type Department { id: ID! name: String! }
  type Greeting { id: ID! text: String! createdAt: String! }
`;

interface Query {
  readonly obj: sql.Row;
  readonly params: { readonly first?: number };
}
type Load = (queries: readonly Query[]) => Promise<unknown[]>;

const one =
  (column: string, read: (ids: readonly unknown[]) => Promise<sql.Row[]>): Load =>
  async (queries) => {
    const ids = queries.map(({ obj }) => obj[column]);
    const found = sql.byId(await read(sql.distinct(ids)));
    return ids.map((id) => found.get(id) ?? null);
  };
const many =
  (by: string, read: (ids: readonly unknown[], first: unknown) => Promise<sql.Row[]>): Load =>
  async (queries) => {
    const ids = queries.map(({ obj }) => obj.id);
    return sql.grouped(ids, await read(sql.distinct(ids), queries[0]!.params.first), by);
  };

const fastify = Fastify();
await fastify.register(mercurius, {
  schema,
  jit: 1,
  resolvers: {
    Query: {
      tickets: (_: unknown, { state, first }: Record<string, unknown>) => sql.newest(state, first),
      queue: (_: unknown, { department, first }: Record<string, unknown>) => sql.queue(department, first),
      customers: (_: unknown, { first }: Record<string, unknown>) => sql.customersByName(first),
    },
  },
  loaders: {
    Ticket: {
      customer: one('customer_id', sql.customersOf),
      assignee: one('assignee_id', sql.staffOf),
      primaryContact: one('primary_contact_id', sql.staffOf),
      messages: many('about', sql.messagesOf),
      publicMessages: many('about', sql.publicMessagesOf),
    },
    Customer: {
      company: one('company_id', sql.customersOf),
      tickets: many('customer_id', sql.ticketsOf),
      greetings: many('customer_id', sql.greetingsOf),
    },
    Message: { authorStaff: one('author_staff_id', sql.staffOf) },
    StaffMember: { department: one('department_id', sql.departmentsOf) },
  } as never,
});
await fastify.listen({ port: 0, host: '127.0.0.1' });
announce(fastify.server, '/graphql');
