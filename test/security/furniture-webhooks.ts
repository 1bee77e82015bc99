import { WebhookAttempt, WebhookDelivery, WebhookDeliveryState, WebhookOutcome } from '@candor/core/webhooks';
import { newId } from '@candor/kernel/database';
import type { TestPlatform } from '@candor/testing';
import type { Run } from './furniture.js';

/** Nobody listens there, and nothing that is sent to it leaves the machine. */
const NOBODY = 'http://127.0.0.1:9';

/** An endpoint with a message that has arrived and one that was given up. No event is called as it wants. */
export async function webhooksOf({ platform }: TestPlatform, run: Run, ownerId: string): Promise<void> {
  await platform.services.command((tx) =>
    platform.settings.change(tx, 'webhooks', { privateTargets: [NOBODY] }),
  );
  const { webhookEndpoint } = await run(
    'createWebhookEndpoint',
    { url: `${NOBODY}/hooks`, description: 'For the shop', events: ['nothing.happens'], ownerId },
    'webhookEndpoint { id }',
  );
  const { query } = platform.services;
  await query(
    `update webhooks_endpoint set first_failed_at = created_at, resumes_at = created_at,
       previous_secret = secret, previous_secret_ends_at = created_at`,
  );
  const now = platform.services.now();
  await platform.services.command(async (tx) => {
    for (const state of [WebhookDeliveryState.DELIVERED, WebhookDeliveryState.FAILED]) {
      const delivery = tx.em.create(
        WebhookDelivery,
        {
          endpoint: webhookEndpoint.id,
          messageId: newId('event'),
          eventName: 'nothing.happens',
          body: '{}',
          state,
          createdAt: now,
          nextAttemptAt: now,
          deliveredAt: now,
        },
        { partial: true },
      );
      tx.em.create(
        WebhookAttempt,
        { delivery, number: 1, at: now, outcome: WebhookOutcome.ACCEPTED, status: 204, duration: 12 },
        { partial: true },
      );
    }
  });
}
