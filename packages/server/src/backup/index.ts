// Before anything of the kernel's rooms: they describe their types when they are loaded.
import '@candor/kernel';

export { type BackupReport, backup } from './backup.js';
export { drill } from './drill.js';
export { keysToKeep } from './keys.js';
export { newestBackup } from './newest.js';
export { RegularDrills, type RegularDrillsOptions } from './regular-drills.js';
export { type RestoreReport, restore } from './restore.js';
export { assertWhole, BackupSource } from './source.js';
