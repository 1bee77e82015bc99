export { type Backlog, backlog } from './backlog.js';
export { type DisabledPlugin, Oversight, type OversightOptions } from './oversight.js';
export {
  DRILL_COUNTS_FOR,
  type DrillOutcome,
  lastRestoreDrill,
  noteRestoreDrill,
  RestoreDrill,
} from './restore-drills.js';
export { secret } from './secrets.js';
