import { Migration } from '@mikro-orm/migrations';
import type { MigrationClass } from '../database/migrations.js';
import { RATE_LIMIT_TABLE } from './minting.js';

class Identity20261121 extends Migration {
  override up(): void {
    this.addSql(`create table kernel_signing_key (
      kid text primary key,
      generation integer not null unique,
      public_jwk jsonb not null,
      private_jwk text not null,
      created_at timestamptz(3) not null,
      retires_at timestamptz(3)
    )`);
    this.addSql(`create table kernel_revocation (
      principal text not null,
      jti text,
      not_before timestamptz(3) not null,
      unique nulls not distinct (principal, jti)
    )`);
    this.addSql(`create table kernel_share_link (
      id uuid primary key,
      subject text not null,
      mode text not null,
      created_by text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz
    )`);
    this.addSql(
      'create index kernel_share_link_created_by_created_at_id_index on kernel_share_link (created_by, created_at, id)',
    );
    this.addSql('create index kernel_share_link_expires_at_index on kernel_share_link (expires_at)');
    this.addSql('create index kernel_share_link_created_at_id_index on kernel_share_link (created_at, id)');
    this.addSql('create index kernel_share_link_subject_index on kernel_share_link (subject)');
    this.addSql(`create table kernel_service_key (
      id uuid primary key,
      name text not null,
      hash bytea not null,
      scopes text[] not null,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3),
      revoked_at timestamptz(3)
    )`);
  }
}

/** The table as rate-limiter-flexible asks for it. */
class RateLimit20261122 extends Migration {
  override up(): void {
    this.addSql(
      `create unlogged table ${RATE_LIMIT_TABLE} (key text primary key, points integer not null default 0, expire bigint)`,
    );
    this.addSql(`create index ${RATE_LIMIT_TABLE}_expire on ${RATE_LIMIT_TABLE} (expire)`);
  }
}

export const identityMigrations: readonly MigrationClass[] = [Identity20261121, RateLimit20261122];
