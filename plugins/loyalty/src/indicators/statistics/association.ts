/** In how many baskets the one, the other and both are. */
export interface Together {
  readonly baskets: number;
  readonly one: number;
  readonly other: number;
  readonly both: number;
}

/** How strongly one product goes with another. */
export interface Association {
  /** The part of the baskets that hold both. */
  readonly support: number;
  /** Of the baskets with the one, the part that holds the other too. */
  readonly confidence: number;
  /** How many times as often as by chance; 1 is chance. */
  readonly lift: number;
}

/**
 * Support, confidence and lift of "who has the one takes the other"; null where one of them is in no basket.
 * Authority: Agrawal, Imieliński and Swami (1993), "Mining Association Rules"; lift: Brin et al. (1997), "interest".
 */
export function association({ baskets, one, other, both }: Together): Association | null {
  if (baskets === 0 || one === 0 || other === 0) return null;
  const confidence = both / one;
  return { support: both / baskets, confidence, lift: (confidence * baskets) / other };
}
