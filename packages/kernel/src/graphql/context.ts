import type { Oversight } from '../oversight/oversight.js';
import type { RequestContext } from '../plugin/contract.js';
import type { Loaders } from './loaders.js';

/** The context that resolvers of the kernel see: a plugin's, and the batches of this request. */
export interface KernelContext extends RequestContext {
  readonly loaders: Loaders;
  readonly idempotencyKey: string | undefined;
  readonly oversight: Oversight;
}
