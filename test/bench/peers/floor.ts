import { createServer } from 'node:http';
import { announce } from './announce.js';
import * as sql from './statements.js';

/**
 * The floor: the same statements by hand over node:http. No schema, no authorization, no limits, no paging: what
 * reading and sending these rows costs at least.
 */
type Answer = (variables: Record<string, unknown>) => Promise<object>;

const newest: Answer = async ({ state }) => {
  const tickets = await sql.newest(state, 20);
  const ids = tickets.map(({ id }) => id);
  const [customers, messages] = await Promise.all([
    sql.customersOf(sql.distinct(tickets.map((ticket) => ticket['customer_id']))).then(sql.byId),
    sql.messagesOf(ids, 3).then((found) => sql.grouped(ids, found, 'about')),
  ]);
  return {
    tickets: tickets.map(({ customer_id, ...ticket }, at) => ({
      ...ticket,
      customer: customers.get(customer_id),
      messages: messages[at]!.map(({ about: _, ...message }) => message),
    })),
  };
};

const queue: Answer = async ({ department, first }) => {
  const tickets = await sql.queue(department, first);
  const ids = tickets.map(({ id }) => id);
  const messages = await sql.publicMessagesOf(ids, 5);
  const authors = messages.map((message) => message['author_staff_id']);
  const persons = tickets.flatMap((ticket) => [ticket['assignee_id'], ticket['primary_contact_id']]);
  const staff = await sql.staffOf(sql.distinct([...authors, ...persons]));
  const departments = sql.byId(
    await sql.departmentsOf(sql.distinct(staff.map((member) => member['department_id']))),
  );
  const members = new Map<unknown, object>(
    staff.map(({ id, name, department_id }) => [
      id,
      { id, name, department: departments.get(department_id) },
    ]),
  );
  const said = sql.grouped(ids, messages, 'about');
  return {
    queue: tickets.map((ticket, at) => ({
      id: ticket.id,
      number: ticket['number'],
      subject: ticket['subject'],
      updatedAt: ticket['updatedAt'],
      ticketClass: ticket['ticketClass'],
      type: ticket['type'],
      assignee: members.get(ticket['assignee_id']),
      primaryContact: members.get(ticket['primary_contact_id']),
      messages: said[at]!.map(({ id, body, sentAt, author_staff_id }) => ({
        id,
        body,
        sentAt,
        authorStaff: members.get(author_staff_id) ?? null,
      })),
    })),
  };
};

const dashboard: Answer = async () => {
  const lists = await Promise.all(
    ['NEW', 'WAITING_FOR_CUSTOMER', 'RESOLVED'].map((state) => sql.newest(state, 10)),
  );
  const ids = sql.distinct(lists.flat().map((ticket) => ticket['customer_id']));
  const [customers, greetings] = await Promise.all([
    sql.customersOf(ids).then(sql.byId),
    sql.greetingsOf(ids, 2).then((found) => sql.grouped(ids, found, 'customer_id')),
  ]);
  const greeted = new Map(ids.map((id, at) => [id, greetings[at]!.map(({ customer_id: _, ...one }) => one)]));
  const [fresh, waiting, solved] = lists.map((tickets) =>
    tickets.map(({ id, subject, openedAt, customer_id }) => ({
      ticket: id,
      title: subject,
      since: openedAt,
      who: {
        id: customer_id,
        label: customers.get(customer_id)?.['name'],
        greetings: greeted.get(customer_id),
      },
    })),
  );
  return { fresh, waiting, solved };
};

const book: Answer = async () => {
  const customers = await sql.customersByName(10);
  const ids = customers.map(({ id }) => id);
  const [companies, tickets] = await Promise.all([
    sql.customersOf(sql.distinct(customers.map((customer) => customer['company_id']))).then(sql.byId),
    sql.ticketsOf(ids, 2),
  ]);
  const ticketIds = tickets.map(({ id }) => id);
  const messages = sql.grouped(ticketIds, await sql.messagesOf(ticketIds, 2), 'about');
  const histories = new Map(
    ticketIds.map((id, at) => [
      id,
      messages[at]!.map((message) => ({
        id: message.id,
        body: message['body'],
        visibility: message['visibility'],
      })),
    ]),
  );
  const byCustomer = sql.grouped(ids, tickets, 'customer_id');
  return {
    customers: customers.map(({ id, name, kind, company_id }, at) => ({
      __typename: 'Customer',
      id,
      name,
      kind,
      company: companies.get(company_id) ?? null,
      tickets: byCustomer[at]!.map((ticket) => ({
        id: ticket.id,
        number: ticket['number'],
        state: ticket['state'],
        history: histories.get(ticket.id),
      })),
    })),
  };
};

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/newest': newest,
  '/queue': queue,
  '/dashboard': dashboard,
  '/book': book,
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    ANSWERS[request.url ?? '']!(JSON.parse(Buffer.concat(chunks).toString())).then(
      (data) => {
        const body = JSON.stringify({ data });
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        });
        response.end(body);
      },
      () => response.writeHead(500).end(),
    );
  });
});
server.listen(0, '127.0.0.1', () => announce(server, ''));
