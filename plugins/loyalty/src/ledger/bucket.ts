import { registerEnumType } from 'type-graphql';

/** Where points stand. Every posting takes them out of one bucket and puts them into another. */
export enum LedgerBucket {
  ISSUED = 'ISSUED',
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  HELD = 'HELD',
  USED = 'USED',
  EXPIRED = 'EXPIRED',
  CLAWED_BACK = 'CLAWED_BACK',
  DEBT = 'DEBT',
}

registerEnumType(LedgerBucket, {
  name: 'LoyaltyBucket',
  description:
    'Where points stand in the books. Per member all buckets together are zero: what the program issued is somewhere.',
  valuesConfig: {
    ISSUED: {
      description: "The program's side: minus all that the member ever earned.",
    },
    PENDING: { description: 'Earned, and still waiting.' },
    ACTIVE: { description: 'To be spent.' },
    HELD: { description: 'Promised to a redemption that is not carried out yet.' },
    USED: { description: 'Spent.' },
    EXPIRED: { description: 'Not spent in time.' },
    CLAWED_BACK: { description: 'Taken back, as after a returned purchase.' },
    DEBT: { description: 'Taken back although it was spent: zero or less, paid by what is earned next.' },
  },
});

export const BUCKETS = Object.values(LedgerBucket);

export type Balances = Record<LedgerBucket, number>;

export function noPoints(): Balances {
  return Object.fromEntries(BUCKETS.map((bucket) => [bucket, 0])) as Balances;
}
