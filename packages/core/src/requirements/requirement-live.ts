import type { Actor, PluginApi } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import { append, LiveEvent } from '@candor/kernel/live';
import { Field, ObjectType } from 'type-graphql';
import { Requirement } from './requirement.js';
import { KINDS_FOR_STAFF } from './requirement-access.js';
import { RequirementChange } from './requirement-change.js';
import type { RequirementChangeKind } from './requirement-kinds.js';

/** One event of a requirement that is watched. */
@ObjectType({ description: 'What happened to a requirement that is watched, and how it is now.' })
class RequirementEvent extends LiveEvent {
  @Field(() => Requirement, {
    nullable: true,
    description: 'The requirement as it is at delivery, which may be later than the change.',
  })
  requirement?: Requirement | null;

  @Field(() => RequirementChange, {
    nullable: true,
    description: 'What changed, with its own facts; null in a snapshot and a refetch.',
  })
  change?: RequirementChange | null;
}

type Audience = 'public' | 'staff';

/** As with tickets there are two streams: in that for customers, what is for staff was never written. */
function streamOf(requirementId: string, audience: Audience): string {
  return `requirement:${requirementId}:${audience}`;
}

/** Tells whoever watches the requirement. */
export function tellChange(tx: Tx, requirementId: string, change: string, kind: RequirementChangeKind): void {
  append(tx, streamOf(requirementId, 'staff'), kind, { change });
  if (!KINDS_FOR_STAFF.has(kind)) append(tx, streamOf(requirementId, 'public'), kind, { change });
}

export function requirementLive(api: PluginApi): void {
  api.live('requirementChanged', {
    description:
      'Watches a requirement: first how it is, then every change in order. Whoever may read it may watch it; what is for staff comes to staff only.',
    payload: RequirementEvent,
    args: '"""The requirement."""\nrequirement: ID!',
    stream: ({ requirement }, { actor }) =>
      uuidOf('requirement', String(requirement)) ? streamOf(String(requirement), audienceOf(actor)) : null,
    allow: ({ requirement }, context) => context.sees(Requirement, String(requirement)),
    load: ({ requirement }, facts) => ({ requirement, change: facts?.['change'] ?? null }),
  });
}

function audienceOf(actor: Actor): Audience {
  return (actor.kind === 'staff' || actor.kind === 'service') && can(actor, 'requirements:read')
    ? 'staff'
    : 'public';
}
