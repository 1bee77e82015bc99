/** Libraries that bring no types of their own: only what is used of them. */
declare module 'jstat' {
  const jstat: {
    readonly studentt: { inv(probability: number, degreesOfFreedom: number): number };
    readonly chisquare: { cdf(value: number, degreesOfFreedom: number): number };
  };
  export default jstat;
}

declare module 'stopword' {
  /** Words that say nothing by themselves, of English. */
  export const eng: readonly string[];
  /** The same of Chinese. */
  export const zho: readonly string[];
}
