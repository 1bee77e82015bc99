import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/**
 * The tables of the machinery, which grow with what happens and not with what a company has: who keeps each of them
 * short, or why it may stay as it is. Records of customers are another matter; a rule of retention ends those.
 */
const TABLES: Readonly<Record<string, { readonly setting: string } | { readonly stays: string }>> = {
  kernel_outbox: { setting: 'kernel.eventsKeptDays' },
  kernel_delivery: { setting: 'kernel.eventsKeptDays' },
  kernel_job: { setting: 'kernel.jobsKeptDays' },
  kernel_share_link: { setting: 'kernel.endedLinksKeptDays' },
  webhooks_delivery: { setting: 'webhooks.keptDays' },
  webhooks_attempt: { setting: 'webhooks.keptDays' },
  kernel_audit: { stays: 'It is the trail: nothing of it may go, or it does not hold.' },
  kernel_audit_head: { stays: 'One an hour once they are a day old, by pruneHeads: 8,760 rows a year.' },
  kernel_data_key: { stays: 'One an owner of sealed data; one that is destroyed says that it was.' },
  kernel_due: { stays: 'What has happened leaves it.' },
  kernel_idempotency: { stays: '24 hours, as the API says.' },
  kernel_rate_limit: { stays: 'An hour, by pruneMinting.' },
  kernel_release: { stays: 'One row.' },
  kernel_restore_drill: { stays: 'One row a drill, one drill a day at most.' },
  kernel_revocation: { stays: 'Until the last token that one ends has expired, by pruneRevocations.' },
  kernel_seed: { stays: 'One row a seed.' },
  kernel_service_key: { stays: 'One row an API key that a person has made.' },
  kernel_setting: { stays: 'One row a plugin.' },
  kernel_signing_key: { stays: 'One row a rotation; old ones check what they have signed.' },
  kernel_stream: { stays: '90 days after its last entry, by the pruner of streams.' },
  kernel_stream_seed: { stays: 'One row.' },
  kernel_stream_entry: { stays: 'Seven days, and a thousand a stream, by the pruner of streams.' },
  webhooks_endpoint: { stays: 'One row an endpoint that a person has made.' },
  webhooks_watch: { stays: 'One row.' },
};

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
});
afterAll(() => platform.close());

test('every table of the machinery has somebody who keeps it short, or a reason to stay', async () => {
  const tables = await platform.platform.services.query<{ name: string }>(
    `select tablename as name from pg_tables
     where schemaname = current_schema() and tablename ~ '^(kernel|webhooks)_' and tablename !~ '_migrations$' order by 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual(Object.keys(TABLES).sort());
});

test('what a keeper goes by can be set, and is told', () => {
  const { plugins } = platform.platform.registry;
  for (const kept of Object.values(TABLES)) {
    if (!('setting' in kept)) continue;
    const [plugin, name] = kept.setting.split('.') as [string, string];
    const { settings } = plugins.find((one) => one.name === plugin)!;
    expect(Object.keys(settings!.parse({}) as object)).toContain(name);
  }
});
