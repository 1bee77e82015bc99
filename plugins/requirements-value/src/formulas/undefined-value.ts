/** A formula has no value for what it was given; the message says which input is at fault and what would be right. */
export class UndefinedValue extends Error {
  constructor(
    /** The key of the input; null where no single one is. */
    readonly input: string | null,
    message: string,
  ) {
    super(message);
  }
}

/** A divisor. Nothing is worth infinitely much, so zero and less are refused. */
export function divisor(value: number, input: string): number {
  if (value > 0) return value;
  throw new UndefinedValue(input, `"${input}" divides, so it must be greater than 0.`);
}
