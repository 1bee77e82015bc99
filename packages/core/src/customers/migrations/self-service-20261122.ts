import { Migration } from '@mikro-orm/migrations';

/** How many customers looked at their own file on which day; who did, until the day is over. */
export class SelfService20261122 extends Migration {
  override up(): void {
    this.addSql(`create table "customers_own_view" (
      "day" date not null,
      "customer_id" uuid not null,
      primary key ("day", "customer_id")
    )`);
    this.addSql(`create table "customers_own_view_day" (
      "day" date not null,
      "customers" int not null,
      primary key ("day")
    )`);
  }
}
