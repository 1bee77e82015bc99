export { type AuditEntry, audit, CONTENT_ERASED, eraseAuditContent } from './audit.js';
export { pruneHeads } from './audit-heads.js';
export { BlindIndex, type IndexedField, type IndexKind } from './blind-index.js';
export { DataKeys, Erased } from './data-keys.js';
export { FieldCipher, type Place, SealBroken } from './encryption.js';
export { type MasterKey, MasterKeys } from './master-keys.js';
export { Reindexing } from './reindexing.js';
export { SealedType } from './sealed-type.js';
export { Sealer } from './sealer.js';
export {
  type AuditFault,
  type AuditReport,
  exportHead,
  type VerifyOptions,
  verifyAudit,
} from './verify-audit.js';
