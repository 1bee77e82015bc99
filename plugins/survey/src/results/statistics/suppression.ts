/**
 * Which groups of a partition are not shown: those under the least size, and so many of the smallest others that
 * what is hidden adds up to at least that size, or to nothing. Else the total less what is shown would tell the
 * hidden one (primary and complementary suppression; Hundepool et al., Statistical Disclosure Control, 2012).
 */
export function hiddenGroups(sizes: readonly number[], least: number): boolean[] {
  const hidden = sizes.map((size) => size > 0 && size < least);
  const total = () => sizes.reduce((sum, size, index) => (hidden[index] ? sum + size : sum), 0);
  while (total() > 0 && total() < least) {
    const next = sizes
      .map((size, index) => ({ size, index }))
      .filter(({ size, index }) => size > 0 && !hidden[index])
      .sort((a, b) => a.size - b.size || a.index - b.index)[0];
    if (!next) break;
    hidden[next.index] = true;
  }
  return hidden;
}
