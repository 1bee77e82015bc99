import { Migration } from '@mikro-orm/migrations';

export class Tickets20261121 extends Migration {
  override up(): void {
    // Numbers that people read out on the phone have four digits from the first on.
    this.addSql('create sequence tickets_number start 1001');

    this.addSql(`create table tickets_ticket (id uuid not null, created_at timestamptz not null, updated_at timestamptz not null,
      version int not null default 1, number text not null default ('T-'::text ||
      nextval('tickets_number'::regclass)), subject text not null, intake jsonb not null, intake_completeness int not
      null, type text not null, ticket_class text not null, priority text not null, priority_rank int not null, state
      text not null default 'NEW', customer_id uuid not null, conversation_id uuid not null, department_id uuid null,
      assignee_id uuid null, primary_contact_id uuid null, channel text not null, opened_at timestamptz not null,
      first_response_at timestamptz null, resolved_at timestamptz null, closed_at timestamptz null, reopen_count int
      not null default 0, handoff_count int not null default 0, update_count int not null default 0, origin text not
      null, external_system text null, external_id text null, external_handoff_count int null, primary key (id))`);
    this.addSql('alter table tickets_ticket add constraint tickets_ticket_number_unique unique (number)');
    this.addSql(
      'alter table tickets_ticket add constraint tickets_ticket_conversation_id_unique unique (conversation_id)',
    );
    this.addSql(
      'create index tickets_ticket_primary_contact_id_index on tickets_ticket (primary_contact_id)',
    );
    this.addSql(
      'create index tickets_ticket_assignee_id_opened_at_id_index on tickets_ticket (assignee_id, opened_at, id)',
    );
    this.addSql(
      'create index tickets_ticket_department_id_opened_at_id_index on tickets_ticket (department_id, opened_at, id)',
    );
    this.addSql(
      'create index tickets_ticket_customer_id_opened_at_id_index on tickets_ticket (customer_id, opened_at, id)',
    );
    this.addSql(
      'create index tickets_ticket_state_opened_at_id_index on tickets_ticket (state, opened_at, id)',
    );
    this.addSql(
      'create index tickets_ticket_department_id_updated_at_id_index on tickets_ticket (department_id, updated_at, id)',
    );
    this.addSql(
      'create index tickets_ticket_department_id_priority_rank_id_index on tickets_ticket (department_id, priority_rank, id)',
    );
    this.addSql(
      'create index tickets_ticket_assignee_id_updated_at_id_index on tickets_ticket (assignee_id, updated_at, id)',
    );
    this.addSql(
      'create index tickets_ticket_assignee_id_priority_rank_id_index on tickets_ticket (assignee_id, priority_rank, id)',
    );
    this.addSql('create index tickets_ticket_type_index on tickets_ticket (type)');
    this.addSql('create index tickets_ticket_ticket_class_index on tickets_ticket (ticket_class)');
    this.addSql('create index tickets_ticket_priority_index on tickets_ticket (priority)');
    this.addSql('create index tickets_ticket_channel_index on tickets_ticket (channel)');
    this.addSql('create index tickets_ticket_origin_index on tickets_ticket (origin)');
    this.addSql('create index tickets_ticket_priority_rank_id_index on tickets_ticket (priority_rank, id)');
    this.addSql('create index tickets_ticket_updated_at_id_index on tickets_ticket (updated_at, id)');
    this.addSql('create index tickets_ticket_opened_at_id_index on tickets_ticket (opened_at, id)');
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_external_system_external_id_unique unique
      (external_system, external_id)`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_type_check check (type in ('SIMPLE_ENQUIRY',
      'COMPLEX_FAULT', 'SERVICE_COMPLAINT'))`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_ticket_class_check check (ticket_class in ('SIMPLE',
      'REGULAR', 'COMPLEX', 'URGENT'))`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_priority_check check (priority in ('LOW', 'NORMAL',
      'HIGH', 'URGENT'))`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_state_check check (state in ('NEW', 'IN_PROGRESS',
      'WAITING_FOR_CUSTOMER', 'WAITING_FOR_THIRD_PARTY', 'WAITING_FOR_PROBLEM', 'RESOLVED', 'CLOSED'))`);
    this.addSql(
      `alter table tickets_ticket add constraint tickets_ticket_origin_check check (origin in ('LIVE', 'IMPORT'))`,
    );

    this.addSql(`create table tickets_transition (id uuid not null, ticket_id uuid not null, at timestamptz not null, kind text
      not null, from_value text null, to_value text null, reason text null, message_id uuid null, update_number int
      not null, is_first_of_update boolean not null, department_id uuid null, actor text null, origin text not null,
      primary key (id))`);
    this.addSql('create index tickets_transition_message_id_index on tickets_transition (message_id)');
    this.addSql('create index tickets_transition_department_id_index on tickets_transition (department_id)');
    this.addSql('create index tickets_transition_kind_index on tickets_transition (kind)');
    this.addSql(
      'create index tickets_transition_is_first_of_update_index on tickets_transition (is_first_of_update)',
    );
    this.addSql('create index tickets_transition_origin_index on tickets_transition (origin)');
    this.addSql('create index tickets_transition_at_id_index on tickets_transition (at, id)');
    this.addSql(
      'create index tickets_transition_ticket_id_at_id_index on tickets_transition (ticket_id, at, id)',
    );
    this.addSql(`alter table tickets_transition add constraint tickets_transition_kind_check check (kind in ('OPENED', 'STATE',
      'REOPENED', 'DEPARTMENT', 'HANDED_OFF', 'ASSIGNEE', 'PRIMARY_CONTACT', 'TYPE', 'CLASS', 'PRIORITY', 'INTAKE',
      'UPDATED'))`);
    this.addSql(`alter table tickets_transition add constraint tickets_transition_origin_check check (origin in ('LIVE',
      'IMPORT'))`);

    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_customer_id_foreign foreign key (customer_id)
      references customers_customer (id)`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_conversation_id_foreign foreign key (conversation_id)
      references conversations_conversation (id)`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_department_id_foreign foreign key (department_id)
      references people_department (id) on delete set null`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_assignee_id_foreign foreign key (assignee_id)
      references people_staff_member (id) on delete set null`);
    this.addSql(`alter table tickets_ticket add constraint tickets_ticket_primary_contact_id_foreign foreign key
      (primary_contact_id) references people_staff_member (id) on delete set null`);
    this.addSql(`alter table tickets_transition add constraint tickets_transition_ticket_id_foreign foreign key (ticket_id)
      references tickets_ticket (id)`);
    this.addSql(`alter table tickets_transition add constraint tickets_transition_message_id_foreign foreign key (message_id)
      references conversations_message (id) on delete set null`);
    this.addSql(`alter table tickets_transition add constraint tickets_transition_department_id_foreign foreign key
      (department_id) references people_department (id) on delete set null`);
  }
}
