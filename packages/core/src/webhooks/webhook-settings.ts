import { z } from 'zod';

const origin = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
}, 'Use an origin, such as https://crm.internal or http://10.0.0.7:8080');

/** Where webhooks may go, and how long a target is put up with. */
export const WebhookSettings = z.object({
  /** Whether addresses that begin with http: are allowed, which anybody on the way can read. */
  allowHttp: z.boolean().default(false).describe('Whether addresses that begin with http: are allowed.'),
  /** Inside the own network, messages go to these and to no others; http: is allowed for those that say so. */
  privateTargets: z
    .array(origin)
    .max(100)
    .default([])
    .describe('Origins in the own network that messages may go to, such as http://10.0.0.7:8080.'),
  timeoutSeconds: z
    .number()
    .min(0.05)
    .max(30)
    .default(15)
    .describe('How long a target has to answer, in seconds.'),
  suspendAfterDays: z
    .number()
    .int()
    .min(1)
    .max(30)
    .default(5)
    .describe('After how many days on which nothing arrived an endpoint is suspended.'),
  keptDays: z
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('How long deliveries that are over are kept, in days.'),
});

export type WebhookSettings = z.infer<typeof WebhookSettings>;
