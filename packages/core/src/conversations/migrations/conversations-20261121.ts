import { Migration } from '@mikro-orm/migrations';

export class Conversations20261121 extends Migration {
  override up(): void {
    this.addSql(`create table conversations_conversation (id uuid not null, created_at timestamptz not null, updated_at
      timestamptz not null, version int not null default 1, customer_id uuid not null, about uuid not null, primary
      key (id))`);
    this.addSql(
      'create index conversations_conversation_customer_id_id_index on conversations_conversation (customer_id, id)',
    );

    this.addSql(`create table conversations_message (id uuid not null, created_at timestamptz not null, updated_at timestamptz
      not null, version int not null default 1, conversation_id uuid not null, about uuid not null, body text not
      null, visibility text not null, author_kind text not null, author_staff_id uuid null, author_customer_id uuid
      null, channel text not null, sent_at timestamptz not null, is_by_primary_contact boolean null, origin text not
      null, primary key (id))`);
    this.addSql(
      'create index conversations_message_author_staff_id_index on conversations_message (author_staff_id)',
    );
    this.addSql(
      'create index conversations_message_author_customer_id_index on conversations_message (author_customer_id)',
    );
    this.addSql('create index conversations_message_visibility_index on conversations_message (visibility)');
    this.addSql(
      'create index conversations_message_author_kind_index on conversations_message (author_kind)',
    );
    this.addSql('create index conversations_message_channel_index on conversations_message (channel)');
    this.addSql(
      'create index conversations_message_is_by_primary_contact_sent_at_id_index on conversations_message (is_by_primary_contact, sent_at, id)',
    );
    this.addSql('create index conversations_message_origin_index on conversations_message (origin)');
    this.addSql('create index conversations_message_sent_at_id_index on conversations_message (sent_at, id)');
    this.addSql(
      'create index conversations_message_about_sent_at_id_index on conversations_message (about, sent_at, id)',
    );
    this.addSql(`create index conversations_message_conversation_id_sent_at_id_index on conversations_message (conversation_id,
      sent_at, id)`);
    this.addSql(`alter table conversations_message add constraint conversations_message_visibility_check check (visibility in
      ('PUBLIC', 'INTERNAL'))`);
    this.addSql(`alter table conversations_message add constraint conversations_message_author_kind_check check (author_kind in
      ('CUSTOMER', 'STAFF', 'BOT', 'SYSTEM'))`);
    this.addSql(`alter table conversations_message add constraint conversations_message_origin_check check (origin in ('LIVE',
      'IMPORT'))`);

    this.addSql(`alter table conversations_conversation add constraint conversations_conversation_customer_id_foreign foreign key
      (customer_id) references customers_customer (id)`);
    this.addSql(`alter table conversations_message add constraint conversations_message_conversation_id_foreign foreign key
      (conversation_id) references conversations_conversation (id)`);
    this.addSql(`alter table conversations_message add constraint conversations_message_author_staff_id_foreign foreign key
      (author_staff_id) references people_staff_member (id) on delete set null`);
    this.addSql(`alter table conversations_message add constraint conversations_message_author_customer_id_foreign foreign key
      (author_customer_id) references customers_customer (id) on delete set null`);

    this.addSql(`create function conversations_message_note_stays_internal_fn() returns trigger as $$
      begin raise exception 'an internal note never becomes public' using errcode = 'check_violation'; end; $$ language plpgsql`);
    this.addSql(`create trigger note_stays_internal before update on conversations_message for each row
      when (old.visibility = 'INTERNAL' and new.visibility <> 'INTERNAL')
      execute function conversations_message_note_stays_internal_fn()`);
  }
}
