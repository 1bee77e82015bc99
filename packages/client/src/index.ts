export { CandorError, type FormattedError } from './candor-error.js';
export {
  type Client,
  type ClientOptions,
  createClient,
  type EventOf,
  type MutationOptions,
} from './client.js';
export * from './generated.js';
export type { Credentials, Operation } from './operation.js';
export type { Pauses } from './pauses.js';
export type { RequestOptions } from './requests.js';
export type { LiveEvent, Position, Watching, WatchOptions, WatchState } from './watching.js';
