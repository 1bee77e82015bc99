import { Migration } from '@mikro-orm/migrations';
import type { MigrationClass } from '../database/migrations.js';

class Privacy20261121 extends Migration {
  override up(): void {
    this.addSql(`create table kernel_data_key (
      owner text primary key,
      wrapped bytea,
      master_key_id text not null,
      created_at timestamptz(3) not null,
      destroyed_at timestamptz(3)
    )`);
    this.addSql(`create table kernel_audit (
      seq bigint generated always as identity primary key,
      id uuid not null unique,
      at timestamptz(3) not null,
      actor text not null,
      request_id text not null,
      action text not null,
      subject text not null,
      content jsonb,
      content_hash bytea not null,
      salt bytea,
      chain_no bigint unique,
      prev_hash bytea,
      hash bytea,
      sealed_at timestamptz(3)
    )`);
    this.addSql('create index kernel_audit_unsealed on kernel_audit (seq) where chain_no is null');
    this.addSql('create index kernel_audit_subject on kernel_audit (subject, seq)');
    this.addSql(`create table kernel_audit_head (
      chain_no bigint primary key,
      hash bytea not null,
      signature text not null,
      kid text not null,
      at timestamptz(3) not null
    )`);
  }
}

export const privacyMigrations: readonly MigrationClass[] = [Privacy20261121];
