import { Migration } from '@mikro-orm/migrations';

export class People20261121 extends Migration {
  override up(): void {
    this.addSql(`create table people_role (id uuid not null, created_at timestamptz not null, updated_at timestamptz not null,
      version int not null default 1, key text not null, name jsonb not null, permissions text[] not null, primary key (id))`);
    this.addSql('alter table people_role add constraint people_role_key_unique unique (key)');
    this.addSql('create index people_role_key_id_index on people_role (key, id)');

    this.addSql(`create table people_department (id uuid not null, created_at timestamptz not null, updated_at timestamptz not null,
      version int not null default 1, key text not null, name jsonb not null, liaison_id uuid null, primary key (id))`);
    this.addSql('alter table people_department add constraint people_department_key_unique unique (key)');
    this.addSql('create index people_department_key_id_index on people_department (key, id)');
    this.addSql('create index people_department_created_at_id_index on people_department (created_at, id)');

    this.addSql(`create table people_staff_member (id uuid not null, created_at timestamptz not null, updated_at timestamptz not null,
      version int not null default 1, name text not null, title text null, email text null, identity text null, department_id uuid null,
      roles text[] not null, is_active boolean not null default true, primary key (id))`);
    this.addSql(
      'alter table people_staff_member add constraint people_staff_member_email_unique unique (email)',
    );
    this.addSql(
      'alter table people_staff_member add constraint people_staff_member_identity_unique unique (identity)',
    );
    this.addSql(
      'create index people_staff_member_department_id_index on people_staff_member (department_id)',
    );
    this.addSql('create index people_staff_member_name_id_index on people_staff_member (name, id)');
    this.addSql(
      'create index people_staff_member_created_at_id_index on people_staff_member (created_at, id)',
    );

    this.addSql(`alter table people_staff_member add constraint people_staff_member_department_id_foreign
      foreign key (department_id) references people_department (id) on delete set null`);
    this.addSql(`alter table people_department add constraint people_department_liaison_id_foreign
      foreign key (liaison_id) references people_staff_member (id) on delete set null`);
  }
}
