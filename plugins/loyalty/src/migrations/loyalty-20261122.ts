import { Migration } from '@mikro-orm/migrations';
import { COMPENSATION_TABLES } from './compensation-tables.js';
import { LEDGER_GUARDS } from './ledger-guards.js';
import { LEDGER_TABLES } from './ledger-tables.js';
import { PROGRAM_TABLES } from './programs-tables.js';
import { REWARD_TABLES } from './rewards-tables.js';

/** Programs, the books of points with what the database itself sees to, and what points buy. */
export class Loyalty20261122 extends Migration {
  override up(): void {
    for (const statement of [
      ...PROGRAM_TABLES,
      ...LEDGER_TABLES,
      ...REWARD_TABLES,
      ...COMPENSATION_TABLES,
      ...LEDGER_GUARDS,
    ])
      this.addSql(statement);
  }
}
