import { Migration } from '@mikro-orm/migrations';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import type { PluginDefinition } from './contract.js';

class Setting20261121 extends Migration {
  override up(): void {
    this.addSql('create table kernel_release (id boolean primary key check (id), oldest text not null)');
    this.addSql(
      'create table kernel_seed (plugin text not null, name text not null, at timestamptz not null, primary key (plugin, name))',
    );
    this.addSql(
      'create table kernel_setting (plugin text primary key, value jsonb not null, changed_at timestamptz not null)',
    );
  }
}

export const settingMigrations = [Setting20261121];

/** What each plugin is set to: its defaults, and over them what the database holds. */
export class Settings {
  readonly #values = new Map<string, unknown>();

  constructor(
    private readonly plugins: readonly PluginDefinition[],
    private readonly database: Pick<Database, 'query'>,
  ) {
    for (const { name, settings } of plugins) if (settings) this.#values.set(name, settings.parse({}));
  }

  /** Reads them again. A stored value that the plugin's present release does not take is a start error that names it. */
  async load(): Promise<void> {
    const rows = await this.database.query<{ plugin: string; value: unknown }>(
      'select plugin, value from kernel_setting',
    );
    for (const { plugin, value } of rows) {
      const settings = this.plugins.find(({ name }) => name === plugin)?.settings;
      if (settings) this.#values.set(plugin, settings.parse(value));
    }
  }

  of<T>(plugin: string): T {
    return this.#values.get(plugin) as T;
  }

  /** What the database holds for a plugin, without the defaults; nobody else changes it until the transaction ends. */
  async stored(tx: Tx, plugin: string): Promise<Record<string, unknown>> {
    await tx.query(
      `insert into kernel_setting (plugin, value, changed_at) values ($1, '{}', $2) on conflict do nothing`,
      [plugin, tx.now.toISOString()],
    );
    const [row] = await tx.query<{ value: Record<string, unknown> }>(
      'select value from kernel_setting where plugin = $1 for update',
      [plugin],
    );
    return row!.value;
  }

  /** Stores what a plugin is set to from the commit on; throws where the plugin does not take it. */
  async change(tx: Tx, plugin: string, value: unknown): Promise<void> {
    const settings = this.plugins.find(({ name }) => name === plugin)?.settings;
    if (!settings) throw new Error(`the plugin "${plugin}" has no settings`);
    const parsed = settings.parse(value);
    await tx.query(
      `insert into kernel_setting (plugin, value, changed_at) values ($1, $2, $3)
       on conflict (plugin) do update set value = excluded.value, changed_at = excluded.changed_at`,
      [plugin, JSON.stringify(value), tx.now.toISOString()],
    );
    tx.afterCommit(() => {
      this.#values.set(plugin, parsed);
    });
  }
}
