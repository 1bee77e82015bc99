/**
 * Customer lifetime value, simple form: what a customer spends in a year, times the years it stays, times the margin.
 * In the unit of `orderSize`. Authority: Berger and Nasr (1998), "Customer Lifetime Value: Marketing Models and
 * Applications", case 1, without discounting; the textbook form is order size × frequency × lifespan.
 */
export function simpleLifetime({ orderSize, perYear, years, margin }: SimpleTerms): number {
  return orderSize * perYear * years * margin;
}

export interface SimpleTerms {
  /** The mean amount of a purchase. */
  readonly orderSize: number;
  /** Purchases of a customer in a year. */
  readonly perYear: number;
  /** How long a customer stays. */
  readonly years: number;
  /** The part of the amount that is earned, 0 to 1. */
  readonly margin: number;
}

/**
 * Customer lifetime value, retention form: m · r / (1 + d − r), with the margin m of a year, the part r of customers
 * who stay from one year to the next, and the yearly discount d; the year that runs is not in it. In the unit of
 * `m`. Null where nothing is discounted and everybody stays: then it has no end.
 * Authority: Gupta and Lehmann (2003), "Customers as Assets", Journal of Interactive Marketing 17(1).
 */
export function retentionLifetime(m: number, r: number, d: number): number | null {
  return 1 + d - r <= 0 ? null : (m * r) / (1 + d - r);
}
