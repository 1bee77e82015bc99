import type { Platform as Kernel } from '@candor/kernel/platform';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration.js';
import type { Output } from './output.js';

/** The platform as commands need it. `platform.ts` opens it. */
export interface Platform {
  /** What the commands that look inside work with. */
  readonly kernel: Kernel;
  /** Applies what is pending, and answers what that was. */
  migrate(): Promise<readonly MigrationState[]>;
  /** Every step that this release knows, applied or pending. Changes nothing. */
  migrationStatus(): Promise<readonly MigrationState[]>;
  /** Runs a seed unless this database has had it. Answers whether it ran. */
  seed(name: string): Promise<boolean>;
  serve(): Promise<{ readonly url: string; close(): Promise<void> }>;
  work(): Promise<{ close(): Promise<void> }>;
  /** What somebody who starts it for a look should know: where to look, with which tokens. One line each. */
  announcement(url: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface MigrationState {
  readonly plugin: string;
  readonly migration: string;
  readonly applied: boolean;
}

export type OpenPlatform = (
  configuration: Configuration,
  services: { readonly connection: pg.ClientConfig; readonly logger: Logger },
) => Promise<Platform>;

/** What every command works with. Nothing is read or opened before a command asks for it: `--help` always works. */
export interface CommandContext {
  readonly output: Output;
  /** Throws when the environment is wrong. */
  configuration(): Configuration;
  /** Writes to standard error, so that standard output holds nothing but data. */
  logger(name: string): Logger;
  /** Runs work on the database of this installation, which is started for it if it does not run. */
  withDatabase<T>(work: (connection: pg.ClientConfig) => Promise<T>): Promise<T>;
  /** Runs work on the opened platform, which is closed after it. */
  withPlatform<T>(work: (platform: Platform, connection: pg.ClientConfig) => Promise<T>): Promise<T>;
  /** The same on a database that runs. */
  withPlatformAt<T>(connection: pg.ClientConfig, work: (platform: Platform) => Promise<T>): Promise<T>;
}
