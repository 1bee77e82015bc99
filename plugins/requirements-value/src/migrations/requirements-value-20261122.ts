import { Migration } from '@mikro-orm/migrations';
import { ASSESSMENT_TABLES } from './assessment-tables.js';
import { GUARDS } from './guards.js';
import { SCORE_TABLES } from './score-tables.js';

/** Models with scores and judgements, assessments and reports, and what the database itself sees to. */
export class RequirementsValue20261122 extends Migration {
  override up(): void {
    for (const statement of [...SCORE_TABLES, ...ASSESSMENT_TABLES, ...GUARDS]) this.addSql(statement);
  }
}
