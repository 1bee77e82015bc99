import type { RequestContext, Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';

/** The id of the feedback of a number, whoever may see it. */
export async function feedbackIdOf(services: Services, number: string): Promise<string | null> {
  const [found] = await services.query<{ id: string }>('select id from feedback_feedback where number = $1', [
    number.trim().toUpperCase(),
  ]);
  return found ? idOf('feedback', found.id) : null;
}

/** For each piece of feedback, whether the customer who asks has voted for it; `roots` are where votes count. */
export async function haveVoted(
  { actor, services }: RequestContext,
  roots: readonly string[],
): Promise<boolean[]> {
  if (actor.kind !== 'customer' || actor.id === null) return roots.map(() => false);
  const rows = await services.query<{ root: string }>(
    'select root_id as root from feedback_vote where customer_id = $1 and root_id = any($2::uuid[])',
    [uuidOf('customer', actor.id), roots.map((id) => uuidOf('feedback', id))],
  );
  const voted = new Set(rows.map(({ root }) => idOf('feedback', root)));
  return roots.map((id) => voted.has(id));
}
