import { Migration } from '@mikro-orm/migrations';

class Streams20261121 extends Migration {
  override up(): void {
    // A stream's row changes with every entry; the free half of each page keeps that to one page.
    this.addSql(`create table kernel_stream (
      name text primary key,
      epoch text not null,
      head integer not null,
      first_kept integer not null,
      changed_at timestamptz not null
    ) with (fillfactor = 50)`);
    this.addSql(`create table kernel_stream_entry (
      stream text not null,
      "offset" integer not null,
      name text not null,
      facts jsonb not null,
      at timestamptz not null,
      primary key (stream, "offset")
    )`);
    this.addSql('create index kernel_stream_entry_at on kernel_stream_entry (at)');
  }
}

/** One row: what the epochs of new streams are made of. */
class StreamSeed20261123 extends Migration {
  override up(): void {
    this.addSql('create table kernel_stream_seed (seed text not null, since timestamptz not null)');
    this.addSql('create unique index kernel_stream_seed_one on kernel_stream_seed ((true))');
    this.addSql('insert into kernel_stream_seed values (gen_random_uuid(), now())');
  }
}

export const liveMigrations = [Streams20261121, StreamSeed20261123];
