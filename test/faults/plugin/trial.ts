import { definePlugin, type Job, type MutationContext, type PluginDefinition } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Migration } from '@mikro-orm/migrations';
import pg from 'pg';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { declareJobs, type TrialInput } from './trial-jobs.js';

declare module '@candor/kernel' {
  interface Commands {
    /** What the plugins of these programs stand in front of. */
    'trial.provoke': TrialInput;
  }
  interface Events {
    /** What they follow. */
    'trial.provoked': TrialInput;
  }
}

class Trial20261122 extends Migration {
  up(): void {
    for (const table of ['trial_row', 'trial_effect', 'trial_start']) {
      this.addSql(`create table ${table} (id bigint generated always as identity primary key, kind text not null,
        key text not null, process int not null, at timestamptz not null default clock_timestamp())`);
    }
    this.addSql('create index trial_start_key on trial_start (kind, key)');
  }
}

/** Beside all transactions: what was begun is known also where it came to nothing. */
const beside = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 2,
  allowExitOnIdle: true,
}).on('error', () => undefined);

/** Writes down that something has begun; answers how often it has by now. */
export async function begun(kind: string, key: string): Promise<number> {
  const { rows } = await beside.query<{ times: number }>(
    `with mine as (insert into trial_start (kind, key, process) values ($1, $2, $3))
     select count(*)::int + 1 as times from trial_start where kind = $1 and key = $2`,
    [kind, key, process.pid],
  );
  return rows[0]!.times;
}

/** An effect. Nothing here keeps it from happening twice but the platform itself. */
export async function effect(tx: Tx, kind: string, key: string): Promise<void> {
  await tx.query('insert into trial_effect (kind, key, process) values ($1, $2, $3)', [
    kind,
    key,
    process.pid,
  ]);
}

const ProvokePayload = payloadOf('provoke', { key: { type: String, description: 'As it was given.' } });

@Resolver()
class TrialResolver {
  @Mutation(() => ProvokePayload, {
    nullable: true,
    description: 'A command for others to stand in front of.',
  })
  @Allow('anyone')
  async provoke(
    @Arg('kind', () => String, { description: 'What shall go wrong.' }) kind: string,
    @Arg('key', () => String, { description: 'Names it.' }) key: string,
    @Ctx() { tx }: MutationContext,
  ) {
    await tx.query('insert into trial_row (kind, key, process) values ($1, $2, $3)', [
      kind,
      key,
      process.pid,
    ]);
    await tx.before('trial.provoke', { kind, key });
    emit(tx, 'trial.provoked', { subject: key, payload: { kind, key } });
    return { key };
  }
}

/** Jobs by their names; they belong to the platform that the plugin was set up for last. */
export type TrialJobs = Record<string, Job<TrialInput>>;

/** A plugin with one command, one event and jobs of all kinds, and its jobs for a checker to ask for. */
export function trialPlugin(): { plugin: PluginDefinition; jobs: TrialJobs } {
  const jobs: TrialJobs = {};
  const plugin = definePlugin({
    name: 'trial',
    version: '1.0.0',
    candor: '^1.0.0',
    setup(api) {
      api.store({ entities: [], migrations: [Trial20261122] });
      api.graphql.resolvers(TrialResolver);
      api.event('trial.provoked', {
        description: 'It was provoked.',
        payload: { kind: 'What shall go wrong.', key: 'Names it.' },
      });
      Object.assign(jobs, declareJobs(api, { begun, effect }));
    },
  });
  return { plugin, jobs };
}
