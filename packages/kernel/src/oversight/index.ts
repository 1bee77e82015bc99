export { type DisabledPlugin, Oversight, type OversightOptions } from './oversight.js';
export { secret } from './secrets.js';
