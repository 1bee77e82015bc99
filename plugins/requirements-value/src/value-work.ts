import type { DomainEvent, PluginApi } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { z } from 'zod';
import { refuseUnjudged } from './feasibility/feasibility-service.js';
import type { ForeignEvent } from './foreign-events.js';
import { recordSurveyAnswers } from './kano/kano-service.js';
import { ValueAssessment } from './realised/assessment.js';
import { assessQuarter } from './realised/assessment-service.js';
import { quarterBefore } from './realised/quarters.js';
import { settingsOf } from './value-settings.js';

/** What other plugins know, where they are there. */
export function registerFollowers(api: PluginApi): void {
  const following = (id: string) => ({ id: `requirements-value.${id}`, ifDeclared: true }) as const;
  api.after('survey.response-submitted' satisfies ForeignEvent, following('kano'), (event, tx) =>
    recordSurveyAnswers(tx, event),
  );
  api.after(
    'loyalty.tier-changed' satisfies ForeignEvent,
    { ...following('tier'), orderedBy: 'subject' },
    (event, tx) => noteTier(tx, event),
  );
}

/** Keeps in which tier a membership is, so that requests can be counted by tier without asking the other plugin. */
async function noteTier(tx: Tx, { payload }: DomainEvent<'loyalty.tier-changed'>): Promise<void> {
  await tx.query(
    `insert into requirements_value_customer_tier (account_id, customer_id, tier_id) values ($1, $2, $3)
     on conflict (account_id) do update set tier_id = excluded.tier_id`,
    [payload.accountId, uuidOf('customer', payload.customerId), payload.toTierId],
  );
}

/** Where the settings ask for it, nothing is planned that nobody has judged feasible. */
export function registerGuards(api: PluginApi): void {
  api.before('requirement.plan', { id: 'requirements-value.feasible' }, ({ requirementId }, tx, services) =>
    refuseUnjudged(tx, requirementId, settingsOf(services)),
  );
}

/** Each quarter is assessed by itself on the day after it ended, unless somebody was faster. */
export function registerAssessments(api: PluginApi): void {
  const assess = api.job(
    'requirements-value.assess',
    {
      description: 'Assesses the quarter that ended last, if nobody has.',
      input: z.object({}),
      timeout: 'PT10M',
    },
    async (_, services) => {
      const settings = settingsOf(services);
      await services.command(async (tx) => {
        const ended = quarterBefore(tx.now, settings.timeZone);
        const { year, quarter } = ended;
        if ((await tx.em.count(ValueAssessment, { year, quarter })) === 0)
          await assessQuarter(tx, ended, settings);
      });
    },
  );
  // A day later in UTC it is over wherever the settings say the quarter ends.
  api.schedule(
    'requirements-value.quarterly',
    { cron: '0 13 1 1,4,7,10 *', timeZone: 'UTC', missed: 'once' },
    assess,
  );
}
