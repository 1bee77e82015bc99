import { Migration } from '@mikro-orm/migrations';
import { INDICATOR_TABLES } from './indicator-tables.js';
import { JOURNEY_TABLES } from './journey-tables.js';

/** Indicators of loyalty, win-backs, recommendations and reviews. */
export class LoyaltyIndicators20261122 extends Migration {
  override up(): void {
    for (const statement of [...INDICATOR_TABLES, ...JOURNEY_TABLES]) this.addSql(statement);
  }
}
