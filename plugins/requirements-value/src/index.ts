export { requirementsValue as default } from './plugin.js';
