export { type MetricsEndpoint, serveMetrics } from './endpoint.js';
export { operationNames } from './names.js';
export type { ObservedOperation, Observer } from './observed.js';
export { OTHER, ProcessMetrics, type Sources } from './process-metrics.js';
