export {
  type ImportOptions,
  type ImportProgress,
  type ImportReport,
  importIncidents,
} from './import-incidents.js';
export { reportText } from './report-text.js';
