import { type AccessRule, dailyJob, type PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { type SqlBool, sql } from 'kysely';
import { Ticket } from '../ticket.js';
import { QueuePolicy } from './queue-policy.js';
import { QueueResolver } from './queue-resolver.js';
import { rescoreAll, rescoreCustomer, rescoreTickets } from './queue-score.js';
import { queueTexts } from './queue-texts.js';
import { TicketTakeUp } from './take-up.js';

declare module '@candor/kernel' {
  interface Events {
    'ticket.queue-policy-changed': { queuePolicyId: string };
  }
}

/** Whom we serve first is our own business. */
const policyAccess: AccessRule<QueuePolicy> = {
  read: (viewer) => viewer.is('staff', 'service') && viewer.can('tickets:read'),
  write: (viewer) => viewer.can('tickets:manage'),
};
const takeUpAccess: AccessRule<TicketTakeUp> = {
  read: (viewer, row) =>
    viewer.is('staff', 'service') && viewer.can('tickets:read') && viewer.sees(Ticket, row.ticket),
  write: () => false,
};

export const queueEntities = [QueuePolicy, TicketTakeUp] as const;

/** In which order tickets are served, and whether they were. */
export function registerQueue(api: PluginApi): void {
  api.access(QueuePolicy, policyAccess);
  api.access(TicketTakeUp, takeUpAccess);
  api.list('workQueue', Ticket, {
    description:
      'All open tickets in the order in which they are to be served: by `priorityScore`, then by how long they have waited. For staff.',
    filter: ['department', 'assignee', 'state'],
    orderBy: ['queueRank'],
    ascending: true,
    allow: ['tickets:read'],
    // The words of the index, by which PostgreSQL finds it.
    where: (row) => sql<SqlBool>`${row.state} not in ('RESOLVED', 'CLOSED')`,
  });
  api.list('queuePolicies', QueuePolicy, {
    description: 'All policies of the work queue; one of them is in force. For staff.',
    filter: ['isInForce'],
    orderBy: ['createdAt'],
  });
  api.list('ticketTakeUps', TicketTakeUp, {
    description: 'Which tickets were taken up, by whom, and whether in their turn. For staff.',
    filter: ['ticket', 'takenBy', 'department', 'isInversion', 'at'],
    orderBy: ['at'],
  });
  api.graphql.resolvers(QueueResolver);
  api.event('ticket.queue-policy-changed', {
    description: 'The order in which tickets are served was set anew.',
    payload: { queuePolicyId: 'The policy.' },
  });
  api.errors({
    OUT_OF_TURN: 'Another ticket waits with a higher score; the message says which.',
  });
  api.texts(queueTexts);
  api.seed('base', seedQueuePolicy);
  followChanges(api);
}

/** What a score follows from changes with the policy, with the customer, and behind what is closed. */
function followChanges(api: PluginApi): void {
  const rescore = dailyJob(
    api,
    'tickets.rescore-queue',
    { description: 'Brings the scores of all open tickets up to date.', at: '01:30', timeout: 'PT30M' },
    (_, services, signal) => rescoreAll(services, signal),
  );
  api.after('ticket.queue-policy-changed', { id: 'tickets.follow-queue-policy' }, async (_, tx) =>
    rescore.enqueue(tx, {}),
  );
  api.after(
    'customer.standing-changed',
    { id: 'tickets.follow-tier', imports: true },
    async ({ payload }, tx) => {
      if (payload.kind === 'TIER') await rescoreCustomer(tx, payload.customerId);
    },
  );
  for (const name of ['customer.merged', 'customer.unmerged'] as const)
    api.after(name, { id: `tickets.follow-${name}` }, async ({ payload }, tx) => {
      await rescoreCustomer(tx, payload.customerId);
      await rescoreCustomer(tx, payload.intoId);
    });
  api.after('ticket.reopened', { id: 'tickets.follow-reopened' }, ({ payload }, tx) =>
    rescoreTickets(tx, [payload.ticketId]),
  );
}

/** 004 says by what to order, not with which numbers; those are ours, to begin with. */
async function seedQueuePolicy(tx: Tx): Promise<void> {
  if ((await tx.em.count(QueuePolicy, { key: 'seed-004' })) > 0) return;
  tx.em.create(
    QueuePolicy,
    {
      key: 'seed-004',
      provenance: {
        en: 'Document 004: order by customer value and urgency, urgent matters of core customers first. The weights are a suggestion.',
        'zh-CN': '文件004:按客户价值与紧急程度排序,核心客户的紧急问题优先。权重为建议值。',
      },
      coreWeight: 40,
      potentialWeight: 20,
      baseWeight: 0,
      urgentWeight: 60,
      highWeight: 30,
      normalWeight: 10,
      lowWeight: 0,
      isInForce: true,
    },
    { partial: true },
  );
}
