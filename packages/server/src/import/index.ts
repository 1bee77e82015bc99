// The modules of core build on each other: loaded all together they come in their order, whichever is named first.
import '@candor/core';

export {
  type ImportOptions,
  type ImportProgress,
  type ImportReport,
  importIncidents,
} from './import-incidents.js';
export { reportText } from './report-text.js';
