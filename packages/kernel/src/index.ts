import 'reflect-metadata';

/** What a plugin needs to be written: everything else is reached through the rooms, such as `@candor/kernel/graphql`. */
export type { Actor } from './identity/actor.js';
export type {
  AccessRule,
  AfterHandler,
  Columns,
  DomainEvent,
  Job,
  JobRun,
  MutationContext,
  PluginApi,
  PluginDefinition,
  Principal,
  PrincipalResolver,
  RequestContext,
  Services,
  Viewer,
} from './plugin/contract.js';
export { definePlugin } from './plugin/contract.js';
export { dailyJob } from './plugin/daily-job.js';

/** The events of this installation and their payloads. Each module adds its own: `declare module '@candor/kernel' { interface Events { … } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Events {}

/** The commands that `before` hooks may stand in front of, and their inputs; filled like `Events`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Commands {}
