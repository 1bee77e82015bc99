import { Migration } from '@mikro-orm/migrations';

/** The business department and the technical support of customer records. */
export class Owners20261122 extends Migration {
  override up(): void {
    this.addSql(`alter table "customers_customer"
      add column "department_id" uuid null,
      add column "technical_support_id" uuid null,
      add constraint "customers_customer_department_id_foreign"
        foreign key ("department_id") references "people_department" ("id") on delete set null,
      add constraint "customers_customer_technical_support_id_foreign"
        foreign key ("technical_support_id") references "people_staff_member" ("id") on delete set null`);
    for (const column of ['department_id', 'technical_support_id'])
      this.addSql(`create index "customers_customer_${column}_index" on "customers_customer" ("${column}")`);
  }
}
