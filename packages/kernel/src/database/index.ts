export { Database, type DatabaseOptions } from './database.js';
export { addEntry, type EntryFacts } from './entries.js';
export { assertTag, IdType, idOf, newId, tagOf, uuidOf } from './ids.js';
export { inLanguage, type LocalizedText, LocalizedTextType } from './localized-text.js';
export {
  ledgerTable,
  type MigrationClass,
  type MigrationLedger,
  type MigrationStatus,
  migrate,
  migrationStatus,
} from './migrations.js';
export { HistoryEntry, Id, InstantType, Node, Stamped } from './record.js';
export type { CommandContext } from './seams.js';
export { type Transactions, transaction } from './transaction.js';
export { type Found, instantOf, Tx } from './tx.js';
