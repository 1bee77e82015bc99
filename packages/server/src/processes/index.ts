export { createLogger, loggedError } from './logger.js';
export { type ParentOptions, runPlatform } from './parent.js';
export { freePort } from './port.js';
export { aborted, listenForStop, type StopRequest } from './signals.js';
export { tellParent } from './tell-parent.js';
export { until } from './until.js';
