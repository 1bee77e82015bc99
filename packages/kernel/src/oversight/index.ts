export { type Backlog, backlog } from './backlog.js';
export { type DisabledPlugin, Oversight, type OversightOptions } from './oversight.js';
export {
  DRILL_CHECK,
  DRILL_COUNTS_FOR,
  type DrillOutcome,
  lastRestoreDrill,
  noteRestoreDrill,
  RestoreDrill,
  restoreDrills,
} from './restore-drills.js';
export { secret } from './secrets.js';
