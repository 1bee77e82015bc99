export { loyalty as default } from './plugin.js';
