import type { PluginApi } from '@candor/kernel';
import { z } from 'zod';
import { Replay, replayPage } from './replay-service.js';
import type { Outside } from './sending/outside.js';
import { Sender } from './sending/sender.js';
import type { Dispatch } from './sending/shift.js';
import { COLLECT, collect, WANTED } from './webhook-collecting.js';

/** From what happened to what is sent. */
export function webhookJobs(api: PluginApi, outside: Outside): void {
  const sender = new Sender(outside);
  const dispatch: Dispatch = api.job(
    'webhooks.dispatch',
    {
      description: 'Sends the messages that are due, to many targets at once.',
      input: z.object({}),
      timeout: 'PT5M',
      ownTrace: true,
    },
    (_, services, signal) => sender.work(services, signal, dispatch),
  );
  const replay = api.job(
    'webhooks.replay',
    { description: 'Puts the messages of a time that has passed on their way again.', input: Replay },
    async (input, services) => {
      await services.command(async (tx) => {
        const rest = await replayPage(tx, input);
        if (rest) replay.enqueue(tx, rest);
        dispatch.enqueue(tx, {});
      });
    },
  );
  api.afterAny({ id: COLLECT, wants: WANTED }, async (event, tx) => {
    if ((await collect(tx, event)) > 0) dispatch.enqueue(tx, {});
  });
  // What has waited while an endpoint was stopped goes on its way.
  api.after('webhook.endpoint-changed', { id: 'webhooks.resume' }, async (_, tx) => dispatch.enqueue(tx, {}));
  api.after('webhook.delivery-requested', { id: 'webhooks.deliver' }, async (_, tx) =>
    dispatch.enqueue(tx, {}),
  );
  api.after('webhook.replay-requested', { id: 'webhooks.replay' }, async ({ payload }, tx) =>
    replay.enqueue(tx, { ...payload, after: null }),
  );
}
