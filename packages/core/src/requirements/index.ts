export { AcceptanceCriterion } from './acceptance-criterion.js';
export { AuditedNeed } from './audited-need.js';
export { requirements } from './plugin.js';
export { Requirement } from './requirement.js';
export {
  analyseRequirement,
  answerAcceptanceCriterion,
  setAcceptanceCriterion,
} from './requirement-analysis.js';
export { RequirementChange } from './requirement-change.js';
export { RequirementCustomer } from './requirement-customer.js';
export { deliverRequirement, planRequirement, startRequirement } from './requirement-delivery.js';
export {
  CriterionState,
  RequirementChangeKind,
  RequirementClass,
  RequirementStake,
  RequirementState,
  TriageOutcome,
} from './requirement-kinds.js';
export { RequirementLink } from './requirement-link.js';
export { linkRequirement } from './requirement-links.js';
export { captureRequirement, triageRequirement } from './requirement-service.js';
