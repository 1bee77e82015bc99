import { Rounding } from '../programs/program-kinds.js';

/** A decimal text as a whole number and how many digits of it stand behind the point. */
function parsed(decimal: string): { digits: bigint; scale: number } {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

/** The whole points that an amount of money earns at a rate, computed exactly and rounded once. */
export function pointsFor(amount: string, pointsPerUnit: string, rounding: Rounding): number {
  const [money, rate] = [parsed(amount), parsed(pointsPerUnit)];
  const one = 10n ** BigInt(money.scale + rate.scale);
  const product = money.digits * rate.digits;
  const whole = product / one;
  const rest = product % one;
  const up = (rounding === Rounding.UP && rest > 0n) || (rounding === Rounding.HALF_UP && rest * 2n >= one);
  return Number(up ? whole + 1n : whole);
}

/** What is left of points when so much is left of the amount that they were earned by; parts of a point are dropped. */
export function shareOf(points: number, left: string, total: string): number {
  const [rest, whole] = [parsed(left), parsed(total)];
  const scale = BigInt(Math.max(rest.scale, whole.scale));
  const scaled = ({ digits, scale: own }: typeof rest) => digits * 10n ** (scale - BigInt(own));
  return Number((BigInt(points) * scaled(rest)) / scaled(whole));
}

/** What stands at a path such as `customer.id` in a payload; undefined for nothing. */
export function at(payload: unknown, path: string): unknown {
  let value = payload;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
