export { QUEUE_SCHEMA, QueueBackend, type QueueBackendOptions } from './backend.js';
export { Company } from './company.js';
export { Superseded } from './job-store.js';
export { type DeadJob, Jobs, type JobsOptions } from './jobs.js';
export { Loop } from './loop.js';
export { jobMigrations, migrateJobs } from './migrations.js';
export { type Answer, type Answering, HandBack, type QueueTimes, type Ring, WorkQueue } from './queue.js';
export { ClockSkew } from './skew.js';
export { type Lane, Workers, type WorkersOptions } from './workers.js';
