import {
  BREAK,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { type FormLimits, formFault } from './document-form.js';
import { CodedError, ERROR_CODES, type ErrorCode } from './errors.js';

/** What a document and its variables may be, before anything of it is executed. */
export interface Limits extends FormLimits {
  readonly tokens: number;
  readonly comments: number;
  readonly sourceLength: number;
  readonly errors: number;
}

/** The limits unless an installation sets others. The introspection query of graphql-js has 239 tokens. */
export const LIMITS: Limits = {
  /** Lexical tokens: eight times the introspection query. Parsing and the rules stay within milliseconds. */
  tokens: 2_000,
  /** Comments are no tokens, so that they are counted apart. */
  comments: 200,
  /** UTF-16 units, so that one huge string is refused before it is read: ten times the tokens, as a document has it. */
  sourceLength: 65_536,
  /** Fields below each other, fragments unfolded; four nested connections (list, edges, node) are 12. */
  depth: 12,
  /** Aliases of a document: for a dashboard of a few figures, not for trying a thousand keys. */
  aliases: 30,
  /** Times that one root field is asked, by aliases, in one operation. */
  sameRootField: 10,
  /** Root fields of a mutation: commands that belong together, each a transaction of its own. Five are refused. */
  mutationFields: 4,
  /** `@include` and `@skip`, on half of the fields that a large screen asks for. */
  directives: 50,
  /** Fragments of a document: one a component of a large screen. */
  fragments: 50,
  /** Operations of a document; explorers send their whole editor and name the one to run. */
  operations: 10,
  /** Selections that their set has already; comparing those pairs by pairs is what validation spends its time on. */
  repeats: 20,
  /** Fields of an operation when its fragments are unfolded: a fragment that doubles itself passes this at 2^11. */
  selections: 2_000,
  /** Errors that are reported of one document or of its variables. */
  errors: 10,
};

export type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/**
 * Parses and validates documents against a schema and the limits; never throws.
 * What is cheap to tell comes first: tokens while parsing, then the form, then the rules of graphql-js.
 */
export function documentLimits(schema: GraphQLSchema, limits: Limits = LIMITS): (source: string) => Prepared {
  return (source) => {
    let document: DocumentNode;
    if (NUL_IN_SOURCE.test(source)) {
      return {
        errors: [new CodedError('GRAPHQL_PARSE_FAILED', 'A text must not contain the character U+0000.')],
      };
    }
    try {
      document = parse(source, {
        maxLexicalTokens: limits.tokens,
        maxComments: limits.comments,
        maxSourceLength: limits.sourceLength,
      });
    } catch (error) {
      return { errors: [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
    }
    const fault = formFault(document, limits);
    if (fault !== undefined) return { errors: [new CodedError('GRAPHQL_VALIDATION_FAILED', fault)] };
    const errors = validate(schema, document, specifiedRules, {
      maxErrors: limits.errors,
      hideSuggestions: true,
    });
    if (errors.length > 0)
      return { errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
    return { document };
  };
}

/** Coerces the variables of an operation; what does not fit is BAD_USER_INPUT and suggests no other name. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: Limits = LIMITS,
): { readonly coerced: Record<string, unknown> } | { readonly errors: readonly GraphQLError[] } {
  const result = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: limits.errors,
    hideSuggestions: true,
  });
  if (result.errors) return { errors: result.errors.map((error) => coded(error, 'BAD_USER_INPUT')) };
  // Only now, when it is no deeper than the schema.
  const fault = textFault(result.coerced);
  return fault ? { errors: [new CodedError('BAD_USER_INPUT', fault)] } : { coerced: result.coerced };
}

/** Why the document may not be run by somebody from whom the schema is kept; `undefined` if it does not ask for it. */
export function introspectionFault(document: DocumentNode): CodedError | undefined {
  let asks = asksForSchema.get(document);
  if (asks === undefined) {
    asks = false;
    visit(document, {
      [Kind.FIELD]: (node) => {
        if (node.name.value !== '__schema' && node.name.value !== '__type') return undefined;
        asks = true;
        return BREAK;
      },
    });
    asksForSchema.set(document, asks);
  }
  return asks
    ? new CodedError('FORBIDDEN', 'The schema is shown only to those who are signed in.')
    : undefined;
}

/** PostgreSQL keeps no text with it, so that it would fail deep inside. As it stands, or as GraphQL escapes it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that character is what is looked for
const NUL_IN_SOURCE = /\u0000|\\u0000|\\u\{0+\}/;

/** Why a value cannot be stored as it is, if it holds text that no database takes. */
function textFault(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string') {
    if (value.includes('\u0000'))
      return `The text of "${path.join('.')}" must not contain the character U+0000.`;
    return value.isWellFormed()
      ? undefined
      : `The text of "${path.join('.')}" ends or begins in the middle of a character.`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const fault = textFault(part, [...path, name]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const asksForSchema = new WeakMap<DocumentNode, boolean>();

function coded(error: GraphQLError, code: ErrorCode): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.source ? { source: error.source } : {}),
    ...(error.positions ? { positions: error.positions } : {}),
    extensions: { code, retryable: ERROR_CODES[code].retryable },
  });
}
