import { registerEnumType } from 'type-graphql';

/** How much a customer does. */
export enum ActivityLevel {
  HIGH = 'HIGH',
  MIDDLE = 'MIDDLE',
  LOW = 'LOW',
}

registerEnumType(ActivityLevel, {
  name: 'ActivityLevel',
  description: 'How much a customer does, by the thresholds of the settings.',
  valuesConfig: {
    HIGH: { description: 'At least as many purchases and kept acts as the upper threshold.' },
    MIDDLE: { description: 'At least as many as the lower threshold.' },
    LOW: { description: 'Fewer.' },
  },
});

/** The layer a customer is in by its value. */
export enum CustomerTier {
  CORE = 'CORE',
  POTENTIAL = 'POTENTIAL',
  BASE = 'BASE',
}

registerEnumType(CustomerTier, {
  name: 'CustomerTier',
  description: 'The layer a customer is in by spend and growth; the scheme in force says from what on.',
  valuesConfig: {
    CORE: { description: 'Spends at least what the scheme asks of core customers.' },
    POTENTIAL: { description: 'Spends, or grows, enough to become one.' },
    BASE: { description: 'All others.' },
  },
});

/** Where a customer is in its life with the company. */
export enum LifecycleStage {
  NEW = 'NEW',
  EXISTING = 'EXISTING',
  TO_WIN_BACK = 'TO_WIN_BACK',
}

registerEnumType(LifecycleStage, {
  name: 'LifecycleStage',
  description: 'Where a customer is in its life with the company.',
  valuesConfig: {
    NEW: { description: 'Has bought once or not at all.' },
    EXISTING: { description: 'Has bought again.' },
    TO_WIN_BACK: { description: 'Has stopped buying, or has a problem that may cost us the customer.' },
  },
});

/** Why a customer is in its stage. */
export enum LifecycleReason {
  NO_PURCHASE = 'NO_PURCHASE',
  FIRST_PURCHASE = 'FIRST_PURCHASE',
  REPURCHASE = 'REPURCHASE',
  STOPPED_BUYING = 'STOPPED_BUYING',
  PROBLEM = 'PROBLEM',
}

registerEnumType(LifecycleReason, {
  name: 'LifecycleReason',
  description: 'Why a customer is in its stage of life.',
  valuesConfig: {
    NO_PURCHASE: { description: 'Nothing was bought so far.' },
    FIRST_PURCHASE: { description: 'One purchase stands.' },
    REPURCHASE: { description: 'Two or more purchases stand.' },
    STOPPED_BUYING: { description: 'The last purchase is longer ago than the settings allow.' },
    PROBLEM: { description: 'Somebody has said that there is a problem, and nothing was bought since.' },
  },
});

/** What of a customer's standing changed. */
export enum StandingKind {
  ACTIVITY = 'ACTIVITY',
  TIER = 'TIER',
  LIFECYCLE = 'LIFECYCLE',
}

registerEnumType(StandingKind, {
  name: 'StandingKind',
  description: 'A side of how a customer stands with the company.',
  valuesConfig: {
    ACTIVITY: { description: 'How much the customer does: a value of `ActivityLevel`.' },
    TIER: { description: 'The layer by value: a value of `CustomerTier`.' },
    LIFECYCLE: { description: 'The stage of life: a value of `LifecycleStage`.' },
  },
});

/** What holds of a customer before anything was computed. */
export const AT_FIRST = {
  ACTIVITY: ActivityLevel.LOW,
  TIER: CustomerTier.BASE,
  LIFECYCLE: LifecycleStage.NEW,
} as const;
