import type { AccessRule, PluginApi } from '@candor/kernel';
import { z } from 'zod';
import { Customer } from '../customer.js';
import { Segment, SegmentMember } from './segment.js';
import { SegmentResolver } from './segment-resolver.js';
import { evaluateSegment, evaluateSegments } from './segment-service.js';
import { segmentTexts } from './segment-texts.js';

declare module '@candor/kernel' {
  interface Events {
    'customer.segment-changed': { segmentId: string };
  }
}

const segmentAccess: AccessRule<Segment> = {
  read: (viewer) => viewer.can('customers:read'),
  write: (viewer) => viewer.can('customers:manage'),
};
const memberAccess: AccessRule<SegmentMember> = {
  read: (viewer, row) => viewer.can('customers:read') && viewer.sees(Customer, row.customer),
  write: () => false,
};

export const segmentEntities = [Segment, SegmentMember] as const;

/** Customers by rules that are data; members are kept with the time they belonged. */
export function registerSegments(api: PluginApi): void {
  api.access(Segment, segmentAccess);
  api.access(SegmentMember, memberAccess);
  api.list('segments', Segment, {
    description: 'All segments of customers; for staff.',
    orderBy: ['createdAt'],
  });
  api.list('segmentMembers', SegmentMember, {
    description: 'Who belongs to it, and who did.',
    on: { type: Segment, by: 'segment' },
    filter: ['isCurrent'],
    orderBy: ['enteredAt'],
  });
  api.list('segmentMemberships', SegmentMember, {
    description: 'The segments that the customer belongs to, and did; for staff.',
    on: { type: Customer, by: 'customer' },
    filter: ['isCurrent'],
    orderBy: ['enteredAt'],
  });
  api.graphql.resolvers(SegmentResolver);
  api.event('customer.segment-changed', {
    description: 'A segment was added, or its rule changed.',
    payload: { segmentId: 'The segment.' },
  });
  const evaluate = api.job(
    'customers.evaluate-segment',
    {
      description: 'Finds out who belongs to a segment now.',
      input: z.object({ segmentId: z.string() }),
      timeout: 'PT10M',
    },
    async ({ segmentId }, services) => {
      await services.command((tx) => evaluateSegment(tx, segmentId));
    },
  );
  const evaluateAll = api.job(
    'customers.evaluate-segments',
    { description: 'Finds out who belongs to which segment now.', input: z.object({}), timeout: 'PT30M' },
    (_, services, signal) => evaluateSegments(services, signal),
  );
  api.after('customer.standings-computed', { id: 'customers.evaluate-segments' }, async (_, tx) =>
    evaluateAll.enqueue(tx, {}),
  );
  api.after('customer.segment-changed', { id: 'customers.follow-segment' }, async ({ payload }, tx) =>
    evaluate.enqueue(tx, payload),
  );
  api.texts(segmentTexts);
}
