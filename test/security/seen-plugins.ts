import { SEEN } from './seen.js';

/** What a program offers and asks. */
const OFFERED = [
  ...['LoyaltyProgram', 'LoyaltyTier', 'LoyaltyEntitlement', 'LoyaltyEarningRule'],
  ...['LoyaltyReward', 'LoyaltyOffer'],
];
const ACCOUNT = ['LoyaltyAccount', 'LoyaltyOperation', 'LoyaltyEntry', 'LoyaltyLot', 'LoyaltyTierChange'];
/** What a member has, beside the account. */
const MEMBER = [...ACCOUNT, 'LoyaltyRedemption', 'LoyaltyGrant', 'Coupon', 'Compensation'];
/** What a customer said, did, was shown and wishes. */
const LOYALTY_VOICE = ['LoyaltyAnswer', 'LoyaltyReferral', 'LoyaltyRecommendation', 'ServicePreference'];
/** Customers are not told that somebody tries to win them back. */
const WIN_BACK = ['LoyaltyWinBack', 'LoyaltyWinBackChange'];
/** How the company looks at loyalty. */
const LOYALTY_DESK = [
  ...['LoyaltyAnswerRule', 'LoyaltyGoal', 'LoyaltyHistoryFit', 'LoyaltyScoreModel', 'LoyaltyWinBackRule'],
  ...['LoyaltyReviewPlan', 'LoyaltyReview', 'LoyaltyDecision'],
];

const RESPONSE = ['SurveyInvitation', 'SurveyResponse', 'SurveyAnswer'];
/** What those see who are asked. */
const ASKED = ['Survey', 'Questionnaire', 'SurveyQuestion', ...RESPONSE];
const SURVEY_DESK = [
  ...ASKED,
  ...['SurveyTrigger', 'SurveyOptOut', 'SurveyCallback', 'SurveyMeasure'],
  ...['SurveyFlag', 'SurveyCode', 'SurveyCoding', 'SurveyImprovement'],
  ...['InterviewGuide', 'Interview', 'InterviewObservation'],
];
/** Of figures, which have a permission of their own. */
const SURVEY_RESULTS = ['SurveyGoal', 'SurveyBenchmark'];

/** What requirements are worth, seen with the requirement. */
const WORTH = [
  ...[
    'ValueScore',
    'ValueKanoAnswer',
    'ValueKanoQuestion',
    'Feasibility',
    'ValueEstimate',
    'RealisedCostCut',
  ],
];
/** By which reckoning, and what a year came to. */
const RECKONING = [
  'ValueModel',
  'ValueModelVersion',
  'ValueAssessment',
  'AssessedRequirement',
  'ValueReport',
];

/** What a plugin adds to what somebody sees; to staff who lack one right to read all of it, unless it is said here. */
interface Seen {
  readonly all: readonly string[];
  readonly by: Readonly<Record<string, readonly string[]>>;
}

const SEEN_OF_PLUGIN: Readonly<Record<string, Seen>> = {
  loyalty: {
    all: [...OFFERED, ...MEMBER, ...LOYALTY_VOICE, ...WIN_BACK, ...LOYALTY_DESK],
    by: {
      'another customer': [...OFFERED, ...ACCOUNT, 'Coupon', 'Compensation'],
      'the customer': [...OFFERED, ...MEMBER, ...LOYALTY_VOICE],
      'a service without scopes': OFFERED,
      'staff: without-permissions': OFFERED,
      'staff: all-but-loyalty-read': OFFERED,
      'staff: all-but-customers-read': [...OFFERED, ...LOYALTY_DESK],
    },
  },
  survey: {
    all: [...SURVEY_DESK, ...SURVEY_RESULTS],
    by: {
      'another customer': ASKED,
      'the customer': [...ASKED, 'SurveyOptOut'],
      'the link of an invitation to a survey': [...ASKED, 'Department', 'StaffMember'],
      'staff: only-reading': SURVEY_DESK,
      'staff: all-but-survey-read': SURVEY_RESULTS,
    },
  },
  'requirements-value': {
    all: [...WORTH, ...RECKONING],
    by: {
      'staff: all-but-requirements-value-read': [],
      'staff: all-but-requirements-read': RECKONING,
    },
  },
};

/** What of plugins is one customer's, and never another's. */
export const OWN_OF_PLUGINS = [...MEMBER, ...LOYALTY_VOICE, ...RESPONSE];

/** And what both customers have. */
export const OWN_OF_BOTH = ['LoyaltyAccount', 'Coupon', ...RESPONSE];

/** The types of all that somebody sees where these plugins run. */
export function seenWith(plugins: ReadonlySet<string>): Readonly<Record<string, readonly string[]>> {
  const parts = Object.entries(SEEN_OF_PLUGIN).filter(([plugin]) => plugins.has(plugin));
  const unknown = [...plugins].filter((plugin) => !(plugin in SEEN_OF_PLUGIN));
  if (unknown.length > 0) throw new Error(`nobody has said who sees what of ${unknown.join()}`);
  // Whoever lacks a right of a plugin alone sees all of core.
  const core = new Set(
    Object.keys(SEEN)
      .filter(isToLack)
      .flatMap((name) => SEEN[name]!),
  );
  const names = new Set([...Object.keys(SEEN), ...parts.flatMap(([, { by }]) => Object.keys(by))]);
  return Object.fromEntries(
    [...names].map((name) => {
      const own = SEEN[name] ?? (isToLack(name) ? [...core] : []);
      const more = parts.flatMap(([, { all, by }]) => by[name] ?? (seesAll(name) ? all : []));
      return [name, [...own, ...more]];
    }),
  );
}

function isToLack(name: string): boolean {
  return name.startsWith('staff: all-but-');
}

function seesAll(name: string): boolean {
  return isToLack(name) || name === 'staff: only-reading';
}
