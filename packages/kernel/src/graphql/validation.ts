import { validate } from 'class-validator';
import { ArgumentValidationError } from 'type-graphql';

const OPTIONS = {
  skipMissingProperties: true,
  // GraphQL itself refuses unknown fields; the library's own white list would drop those without a rule.
  forbidUnknownValues: false,
};

/** Asks the rules that stand at the fields of an input. What type-graphql has for it loads the library anew for every argument. */
export async function validateArgument(argument: unknown): Promise<void> {
  const inputs = (Array.isArray(argument) ? argument : [argument]) as unknown[];
  const objects = inputs.filter((input) => typeof input === 'object' && input !== null);
  const found = await Promise.all(objects.map((input) => validate(input as object, OPTIONS)));
  const errors = found.flat();
  if (errors.length > 0) throw new ArgumentValidationError(errors);
}
