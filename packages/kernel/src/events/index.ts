export { type DeadLetter, Deliveries, type DeliveriesOptions, type Delivery } from './deliveries.js';
export { EVENT_PATTERN, patternsFor, patternsOf } from './event-patterns.js';
export { type BrokenHook, type HookCircuit, Hooks, type HooksOptions, type HookTimes } from './hooks.js';
export { eventMigrations } from './migrations.js';
export { type Emitted, emit, OUTBOX, onEmitted } from './outbox.js';
export { type PastEventsWanted, pastEvents } from './past-events.js';
export { Relay, type RelayOptions } from './relay.js';
