import type { GraphQLScalarType } from 'graphql';
import { type ClassType, Field, ObjectType } from 'type-graphql';
import type { EntityClass } from '../plugin/contract.js';

/** What every schema has: the types and arguments that lists share, and how a mutation is rehearsed. */
export const SHARED_SDL = `
"""
Asks what the mutations of an operation would answer, and changes nothing: each is carried out with all its checks and
with what plugins put in front of it, and then undone. No user errors means that it would be done now, by whoever asks;
records in the answer are null. May I close this? \`mutation @rehearse { … }\` tells.
"""
directive @rehearse on MUTATION

"""Which end of an order comes first."""
enum OrderDirection {
  """Lowest, earliest or first in the alphabet first."""
  ASC
  """Highest, latest or last in the alphabet first."""
  DESC
}

"""Whether a list has more, and where to go on."""
type PageInfo {
  """Whether records follow this page."""
  hasNextPage: Boolean!
  """Whether records come before this page."""
  hasPreviousPage: Boolean!
  """The position of the first record of the page: send it as \`before\`."""
  startCursor: String
  """The position of the last record of the page: send it as \`after\`."""
  endCursor: String
}

"""Which records are wanted, by id."""
input IdFilter {
  """One of these."""
  in: [ID!]!
}

"""Which texts are wanted."""
input TextFilter {
  """Exactly one of these."""
  in: [String!]!
}

"""From when to when; an end that is left out is open."""
input InstantFilter {
  """At this instant or later."""
  from: DateTime
  """Earlier than this instant."""
  before: DateTime
}

"""From which number to which; an end that is left out is open."""
input NumberFilter {
  """This number or more."""
  from: Float
  """Less than this number."""
  below: Float
}
`;

/** What the caller can put right. The command has changed nothing. */
@ObjectType('UserError', {
  description: 'What the caller can put right. Where there is one, the command has changed nothing.',
})
class UserErrorView {
  @Field(() => String, { description: 'One of a closed list of codes; stable, for programs.' })
  code!: string;

  @Field(() => [String], {
    description: 'The path of the input field at fault; empty where no single field is.',
  })
  field!: readonly string[];

  @Field(() => String, { description: 'What is wrong and what would be right; for people, may change.' })
  message!: string;
}

@ObjectType()
abstract class Payload {
  @Field(() => [UserErrorView], {
    description: 'What the caller can put right; empty when the command was carried out.',
  })
  userErrors?: readonly UserErrorView[];
}

/** A payload field that is no record, such as a token that is shown once. */
interface PlainField {
  readonly type: GraphQLScalarType | StringConstructor | BooleanConstructor | EntityClass;
  readonly description: string;
}

/**
 * The payload type of a mutation: the records it changed, as nullable fields, and `userErrors`. The
 * resolver returns their ids; what the caller selects is read as it is committed.
 */
export function payloadOf(
  mutation: string,
  fields: Readonly<Record<string, EntityClass | PlainField>>,
): ClassType {
  class Answer extends Payload {}
  for (const [name, field] of Object.entries(fields)) {
    const { type, description } =
      typeof field === 'function'
        ? { type: field, description: `The ${words(name)} as it is now; null where there are user errors.` }
        : field;
    Field(() => type as ClassType, { nullable: true, description })(Answer.prototype, name);
  }
  const typeName = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`;
  ObjectType(typeName, { description: `The answer to \`${mutation}\`.` })(Answer);
  return Answer;
}

function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
