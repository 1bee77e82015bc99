export { type Configuration, readConfiguration } from './configuration.js';
export { openPlatform } from './platform.js';
export type { CandorConfig } from './plugins.js';
