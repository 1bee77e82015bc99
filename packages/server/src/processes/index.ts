export { createLogger } from './logger.js';
export { type ParentOptions, runPlatform, type ServeMessage } from './parent.js';
export { listenForStop, type StopRequest } from './signals.js';
export { until } from './until.js';
