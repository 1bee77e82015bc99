import { describe, expect, test } from '@jest/globals';
import { aliveChance, conditionalPurchases, expectedPurchases, fitBgNbd, logLikelihood } from './bg-nbd.js';
import { hypergeometric, logGamma } from './log-gamma.js';
import { nelderMead } from './nelder-mead.js';

/** As published for the CDNOW data: Fader, Hardie and Lee (2005), table 2. Times in weeks. */
const CDNOW = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const T = 38.86;

describe('the functions underneath', () => {
  test.each([
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [1, 0],
    [5, Math.log(24)],
    [171, 706.573_062_2],
    [1e-3, 6.907_178_885],
  ])('ln Γ(%p) is %p', (z, expected) => expect(logGamma(z)).toBeCloseTo(expected, 6));

  test.each([
    [1, 1, 2, 0.5, 2 * Math.LN2],
    [0.5, 1, 1.5, 0.25, Math.atanh(0.5) / 0.5],
    [3, 2, 2, 0.5, 8],
  ])('₂F₁(%p, %p; %p; %p) is %p', (a, b, c, z, expected) =>
    expect(hypergeometric(a, b, c, z)).toBeCloseTo(expected, 10),
  );

  test('the least of Rosenbrock’s valley is found at (1, 1)', async () => {
    const valley = ([x, y]: readonly number[]) => (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2;
    const { at, isConverged } = await nelderMead(valley, [-1.2, 1], { tolerance: 1e-14 });
    expect([isConverged, ...at.map((one) => Math.round(one * 1e4) / 1e4)]).toEqual([true, 1, 1]);
  });
});

describe('BG/NBD at the published parameters', () => {
  // The first customers of the data, as in the authors' own note on the computation (Hardie, note 004).
  test.each([
    [2, 30.43, -9.4596],
    [1, 1.71, -4.4711],
    [0, 0, -0.5538],
    [7, 29.43, -21.8644],
    [1, 5, -4.8651],
    [2, 35.71, -9.5367],
    [5, 24.43, -17.3593],
    [10, 34.14, -27.3144],
    [1, 4.86, -4.852],
  ])('a customer with %p repeat purchases, the last at %p, has ln L %p', (x, tx, expected) =>
    expect(logLikelihood(CDNOW, { x, tx, t: T })).toBeCloseTo(expected, 2),
  );

  test('a customer with 2 repeat purchases in week 30.43 makes 1.226 in the next 39 weeks', () =>
    expect(conditionalPurchases(CDNOW, { x: 2, tx: 30.43, t: T }, 39)).toBeCloseTo(1.226, 3));

  test.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
  ])('in %p weeks a new customer makes %p', (weeks, expected) => {
    // The authors computed them before they rounded the parameters to three digits.
    expect(Math.abs(expectedPurchases(CDNOW, weeks) / expected - 1)).toBeLessThan(0.005);
  });

  test('who bought once is there for certain, who stays away after many is not', () => {
    expect(aliveChance(CDNOW, { x: 0, tx: 0, t: T })).toBe(1);
    expect(aliveChance(CDNOW, { x: 10, tx: 10, t: T })).toBeLessThan(0.01);
    expect(aliveChance(CDNOW, { x: 10, tx: 38, t: T })).toBeGreaterThan(0.9);
  });

  test('long histories stay numbers', () => {
    const { x, tx, t } = { x: 2_000, tx: 500, t: 520 };
    expect(Number.isFinite(logLikelihood(CDNOW, { x, tx, t }))).toBe(true);
    expect(conditionalPurchases(CDNOW, { x, tx, t }, 52)).toBeGreaterThan(0);
  });
});

describe('fitting BG/NBD', () => {
  test('finds the parameters again by which customers were drawn', async () => {
    const { model, isConverged, logLikelihood: found } = (await fitBgNbd(drawn(20_000, 78)))!;
    expect(isConverged).toBe(true);
    expect(found).toBeGreaterThan(drawn(20_000, 78).reduce((sum, one) => sum + logLikelihood(CDNOW, one), 0));
    // Within three standard errors of so many customers; a and b alone are known less well than their quotient.
    expect(Math.abs(model.r - CDNOW.r)).toBeLessThan(0.02);
    expect(Math.abs(model.alpha - CDNOW.alpha)).toBeLessThan(0.6);
    expect(Math.abs(model.a / (model.a + model.b) - CDNOW.a / (CDNOW.a + CDNOW.b))).toBeLessThan(0.03);
  });

  test('counts customers with one history together as it counts them one by one', async () => {
    const some = drawn(300, 40);
    const twice = (await fitBgNbd(some.map((one) => ({ ...one, customers: 2 }))))!;
    const listed = (await fitBgNbd([...some, ...some]))!;
    expect(twice.logLikelihood).toBeCloseTo(listed.logLikelihood, 6);
  });

  test.each([
    ['nobody', []],
    ['one customer', [{ x: 3, tx: 5, t: 9 }]],
    ['nobody who bought twice', [{ x: 0, tx: 0, t: 9, customers: 50 }]],
  ])('of %s there is none', (_, histories) => expect(fitBgNbd(histories)).resolves.toBeNull());
});

/** Customers drawn by the model itself, the same every time. */
function drawn(count: number, weeks: number) {
  const random = generator(20_050_501);
  return Array.from({ length: count }, () => {
    const rate = gamma(random, CDNOW.r) / CDNOW.alpha;
    const [one, other] = [gamma(random, CDNOW.a), gamma(random, CDNOW.b)];
    const leaves = one / (one + other);
    const t = weeks * (0.5 + random() / 2);
    let [x, tx] = [0, 0];
    for (let at = exponential(random, rate); at < t; at += exponential(random, rate)) {
      x += 1;
      tx = at;
      if (random() < leaves) break;
    }
    return { x, tx, t };
  });
}

/** mulberry32: a small generator whose numbers are the same every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const exponential = (random: () => number, rate: number) => -Math.log(1 - random()) / rate;

/** Marsaglia and Tsang (2000), with a boost for shapes below 1. */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
