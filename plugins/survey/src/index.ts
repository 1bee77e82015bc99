export { survey as default } from './plugin.js';
