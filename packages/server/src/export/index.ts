export { type ExportFormat, exportCustomersTo } from './export-customers-to.js';
