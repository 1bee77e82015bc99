import { registerEnumType } from 'type-graphql';

/** How long active points live. */
export enum PointsExpiry {
  NEVER = 'NEVER',
  AFTER_DAYS = 'AFTER_DAYS',
  END_OF_MONTH = 'END_OF_MONTH',
  END_OF_YEAR = 'END_OF_YEAR',
}

registerEnumType(PointsExpiry, {
  name: 'LoyaltyPointsExpiry',
  description:
    'How long active points live; `expiryCount` is the N. Counted from the day they become active, in the time zone of the program.',
  valuesConfig: {
    NEVER: { description: 'For good.' },
    AFTER_DAYS: { description: 'To the end of the Nth day after.' },
    END_OF_MONTH: { description: 'To the end of the month, or of the Nth month after it.' },
    END_OF_YEAR: { description: 'To the end of the year, or of the Nth year after it.' },
  },
});

/** What a level is reached by. */
export enum TierBasis {
  BALANCE = 'BALANCE',
  POINTS = 'POINTS',
  SPEND = 'SPEND',
}

registerEnumType(TierBasis, {
  name: 'LoyaltyTierBasis',
  description: 'What a tier is reached by.',
  valuesConfig: {
    BALANCE: { description: 'By the active points that the member has.' },
    POINTS: {
      description: 'By the points earned in the window, pending ones too, without those clawed back.',
    },
    SPEND: { description: 'By what was spent in the window, without what was reversed.' },
  },
});

/** The stretch of time that counts for a level. */
export enum TierWindow {
  LIFETIME = 'LIFETIME',
  CALENDAR = 'CALENDAR',
  ROLLING = 'ROLLING',
}

registerEnumType(TierWindow, {
  name: 'LoyaltyTierWindow',
  description: 'The stretch of time in which points, spend and purchases count for a tier.',
  valuesConfig: {
    LIFETIME: { description: 'From the first day on.' },
    CALENDAR: { description: 'The `tierPeriod` that is running, such as the calendar year.' },
    ROLLING: { description: 'The last `tierWindowDays` days, today included.' },
  },
});

/** What happens to a level at the end of a period that did not qualify for it. */
export enum DowngradePolicy {
  NEVER = 'NEVER',
  ONE_STEP = 'ONE_STEP',
  AS_QUALIFIED = 'AS_QUALIFIED',
}

registerEnumType(DowngradePolicy, {
  name: 'LoyaltyDowngradePolicy',
  description: 'What happens to a tier at the end of a period that does not qualify for it.',
  valuesConfig: {
    NEVER: { description: 'It stays.' },
    ONE_STEP: { description: 'The member goes down to the next tier.' },
    AS_QUALIFIED: { description: 'The member goes down to the tier that the period qualifies for.' },
  },
});

/** Stretches of the calendar, in the time zone of the program. */
export enum Period {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  HALF_YEAR = 'HALF_YEAR',
  YEAR = 'YEAR',
  EVER = 'EVER',
}

registerEnumType(Period, {
  name: 'LoyaltyPeriod',
  description: 'A stretch of the calendar, in the time zone of the program.',
  valuesConfig: {
    DAY: { description: 'The day.' },
    WEEK: { description: 'The week from Monday on.' },
    MONTH: { description: 'The month.' },
    QUARTER: { description: 'The quarter.' },
    HALF_YEAR: { description: 'From January to June, or from July to December.' },
    YEAR: { description: 'The year.' },
    EVER: { description: 'All the time.' },
  },
});

/** What becomes of parts of a point. */
export enum Rounding {
  DOWN = 'DOWN',
  HALF_UP = 'HALF_UP',
  UP = 'UP',
}

registerEnumType(Rounding, {
  name: 'LoyaltyRounding',
  description: 'What becomes of parts of a point, for points are whole. It is rounded once a purchase.',
  valuesConfig: {
    DOWN: { description: 'They are dropped: 9.99 makes 9.' },
    HALF_UP: { description: 'From a half on they make a point: 9.5 makes 10, 9.49 makes 9.' },
    UP: { description: 'Each makes a whole one: 9.01 makes 10.' },
  },
});
