import { Length, Validate, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { isDuration } from './invitations/durations.js';

/** Rules that several inputs share; each says what would be right. */

/** Text of one language that staff write for each other. */
export function IsNote(options: { most?: number; each?: boolean } = {}): PropertyDecorator {
  const { most = 2_000, each = false } = options;
  return Length(1, most, { each, message: `Write 1 to ${most} characters.` });
}

@ValidatorConstraint()
class DurationRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && value.length <= 50 && isDuration(value);
  }

  defaultMessage(): string {
    return 'Use an ISO 8601 duration of at most ten years, such as P3D or PT4H.';
  }
}

export function IsDuration(options: { each?: boolean } = {}): PropertyDecorator {
  return Validate(DurationRule, options);
}
