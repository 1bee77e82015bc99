import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

/** An instant in RFC 3339. The reader hands it out as text already, so that no `Date` is built to be printed again. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  description: 'An instant in RFC 3339, in UTC, such as `2026-11-21T09:30:00.000Z`.',
  serialize: (value) => (typeof value === 'string' ? value : (value as Date).toISOString()),
});
