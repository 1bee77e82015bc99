export { Database, type DatabaseOptions } from './database.js';
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
export {
  type CommandContext,
  type Found,
  instantOf,
  type Transactions,
  Tx,
  transaction,
} from './transaction.js';
