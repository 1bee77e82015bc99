export {
  type ImportOptions,
  type ImportProgress,
  type ImportReport,
  importIncidents,
} from './import-incidents.js';
