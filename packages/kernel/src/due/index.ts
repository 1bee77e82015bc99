export { nextOccurrence } from './cron.js';
export { Cutoff, Stopping, TimedOut } from './cutoff.js';
export { cancel, type DueItem, type DueKind, type DueOptions, type DuePayload, schedule } from './due.js';
export { type Lent, lend } from './lend.js';
export { dueMigrations } from './migrations.js';
export { ATTEMPTS, pauseAfter, reasonOf } from './retry.js';
export { checkSchedule, type EnqueueJob, installSchedules, onSchedule, SCHEDULE } from './schedules.js';
export { DueSweeper, type DueSweeperOptions, type FailingItem } from './sweeper.js';
