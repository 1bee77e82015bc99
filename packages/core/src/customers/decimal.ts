/** Digits behind the point that are counted with; every currency has fewer. */
const DIGITS = 4;
const UNIT = 10n ** BigInt(DIGITS);

/** An amount of money as people write it: no sign, at most twelve digits before the point and four behind it. */
export const AMOUNT = /^\d{1,12}(\.\d{1,4})?$/;

/** A decimal text as a whole number of ten-thousandths, so that sums of money are exact. */
export function unitsOf(decimal: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === undefined) throw new Error(`"${decimal}" is no decimal number`);
  const units = BigInt(whole) * UNIT + BigInt(fraction.slice(0, DIGITS).padEnd(DIGITS, '0'));
  return sign === '-' ? -units : units;
}

/** Back to a decimal text, with two digits behind the point or as many as it takes. */
export function decimalOf(units: bigint): string {
  const size = units < 0n ? -units : units;
  const fraction = (size % UNIT)
    .toString()
    .padStart(DIGITS, '0')
    .replace(/0{1,2}$/, '');
  return `${units < 0n ? '-' : ''}${size / UNIT}.${fraction}`;
}
