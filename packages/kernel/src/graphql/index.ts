export { COST, type Cost, type CostSettings, costOf } from './cost.js';
export type { Engine, Operation, RequestFacts, Session } from './engine.js';
export {
  CodedError,
  ERROR_CODES,
  type ErrorCode,
  USER_ERROR_CODES,
  UserError,
  UserErrors,
} from './errors.js';
export { IfGiven, IfSet, IsKey, IsZone, KEY, rules, Texts } from './input-rules.js';
export { ChangeInput, CommandInput, LocalizedTextInput, textsOf } from './inputs.js';
export { payloadOf } from './kernel-types.js';
export {
  coerceVariables,
  documentLimits,
  introspectionFault,
  LIMITS,
  type Limits,
  type Prepared,
} from './limits.js';
export { LOCALES, localeFor } from './locales.js';
export { maskError, maskErrors, type Report } from './masking.js';
export { SECRET } from './mutations.js';
export type { Row } from './reader/reader.js';
export { DateTime } from './scalars.js';
export { BUDGETS, type Budget, type ThrottleStatus } from './throttle.js';
