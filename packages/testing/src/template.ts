import { createHash, randomBytes } from 'node:crypto';
import type { Platform } from '@candor/kernel/platform';
import { TestServer } from '@candor/kernel/test-server';
import { startEphemeral } from '@candor/server/embedded';
import type pg from 'pg';

let own: ReturnType<typeof startEphemeral> | undefined;

/** Where nobody has started a server for the run, this process has one, which ends with it. */
function ownServer(): ReturnType<typeof startEphemeral> {
  own ??= startEphemeral();
  return own;
}

/** A database that is dropped when the test is over. */
export interface ThrowAway {
  readonly connection: pg.ClientConfig;
  drop(): Promise<void>;
}

/**
 * A fresh database with the tables and base data of some plugins. The first use of a set of plugins migrates
 * a template, every later one, in whatever process, copies it, which takes tens of milliseconds.
 */
export async function freshDatabase(open: (connection: pg.ClientConfig) => Platform): Promise<ThrowAway> {
  const server = TestServer.ofThisRun() ?? new TestServer((await ownServer()).connection);
  const template = `candor_template_${fingerprint(open(server.to('postgres')))}`;
  await prepare(server, template, open);
  const name = `candor_test_${randomBytes(6).toString('hex')}`;
  await server.run(`create database ${name} template ${template}`);
  return {
    connection: server.to(name),
    drop: () => server.run(`drop database if exists ${name} with (force)`),
  };
}

/** The same for the same migrations, whatever the process: the text of their classes decides. */
function fingerprint({ ledgers, registry }: Platform): string {
  const steps = ledgers.flatMap(({ plugin, migrations }) =>
    migrations.map((step) => `${plugin} ${step.name} ${String(step)}`),
  );
  const seeds = registry.seeds.map((seed) => String(seed.run));
  return createHash('sha256')
    .update([...steps, ...seeds].join('\n'))
    .digest('hex')
    .slice(0, 16);
}

async function prepare(
  server: TestServer,
  template: string,
  open: (connection: pg.ClientConfig) => Platform,
): Promise<void> {
  // Under a lock, so that the files of a run that start together make one template.
  await server.exclusively(template, async (exists) => {
    if (exists) return;
    const draft = `${template}_draft`;
    await server.run(`drop database if exists ${draft} with (force)`);
    await server.run(`create database ${draft}`);
    const platform = open(server.to(draft));
    try {
      await platform.migrate();
      await platform.seed('base');
    } finally {
      await platform.stop();
    }
    await server.run(`alter database ${draft} rename to ${template}`);
  });
}
