export { LIVE_ENDS, type LiveEnd } from './ends.js';
export { DEFAULT_HUB_LIMITS, Hub, type HubLimits, type HubOptions } from './hub.js';
export { liveMigrations } from './migrations.js';
export { type Position, type Recovery, StreamReader, type StreamReaderOptions } from './recovery.js';
export { DEFAULT_RETENTION, StreamPruner, type StreamRetention } from './retention.js';
export { ACCESS_STREAM, append, onAppended, renewEpochs, TOMBSTONE } from './streams.js';
export type { LiveDeclaration, LiveEngine, LiveRequest } from './subscribe.js';
export { LiveEvent, LiveEventKind, StreamPosition } from './types.js';
export { Waker, type WakerOptions } from './waker.js';
