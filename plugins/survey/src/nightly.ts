import type { PluginApi } from '@candor/kernel';
import { z } from 'zod';
import { closePast } from './questionnaires/survey-service.js';
import { release } from './responses/release.js';

/** What is done once a night: surveys whose day has come are closed, anonymous responses let out. */
export function registerNight(api: PluginApi): void {
  const night = api.job(
    'survey.night',
    {
      description:
        'Closes surveys whose time is over, and lets anonymous responses out, in groups and in an order drawn by lot.',
      input: z.object({}),
      timeout: 'PT10M',
    },
    async (_, services) => {
      await services.command(closePast);
      await services.command(release);
    },
  );
  api.schedule('survey.nightly', { cron: '0 3 * * *', timeZone: 'UTC', missed: 'once' }, night);
}
