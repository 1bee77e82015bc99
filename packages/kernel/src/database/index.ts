export { Database, type DatabaseOptions } from './database.js';
export { assertTag, IdType, idOf, newId, tagOf, uuidOf } from './ids.js';
export { migrate, type MigrationClass, type MigrationLedger, migrationStatus } from './migrations.js';
export { type CommandContext, transaction, type Transactions, Tx } from './transaction.js';
