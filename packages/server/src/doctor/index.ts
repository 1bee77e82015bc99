// Before anything of the kernel's rooms: they describe their types when they are loaded.
import '@candor/kernel';

export { databaseFindings } from './database.js';
export { machineFindings } from './machine.js';
