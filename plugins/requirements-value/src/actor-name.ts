import type { Tx } from '@candor/kernel/database';

/** Who writes something down: the id of the actor, or what sort it is, as for the platform itself. */
export function authorOf({ actor }: Tx): string {
  return actor.id ?? actor.kind;
}
