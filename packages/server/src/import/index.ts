export { customersText } from './customers/customers-text.js';
export {
  type CustomersReport,
  importCustomersFile,
} from './customers/import-customers-file.js';
export { readMapping } from './customers/mapping.js';
export {
  type ImportOptions,
  type ImportProgress,
  type ImportReport,
  importIncidents,
} from './import-incidents.js';
export { reportText } from './report-text.js';
