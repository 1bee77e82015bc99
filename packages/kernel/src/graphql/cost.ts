import {
  type DocumentNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
} from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';
import { CodedError } from './errors.js';

export interface CostSettings {
  /** The most that one operation may ask for. */
  readonly maximum: number;
  /** Records of a page that names no size, and the most that one may ask for. */
  readonly pageSize: { readonly default: number; readonly maximum: number };
}

/** The unit is one record read. 5,000 are 100 records with 49 more below each of them. */
export const COST: CostSettings = { maximum: 5_000, pageSize: { default: 20, maximum: 100 } };

/** What is answered as `extensions.cost`. */
export interface Cost {
  readonly requested: number;
  readonly maximum: number;
}

/** Selections that are looked at, fragments unfolded; the limits of form refuse larger documents before. */
const MAXIMUM_NODES = 10_000;

/**
 * What an operation asks for, once its variables are known.
 *
 * A field costs its `extensions.cost`, or else 1 for an object and 0 for a value. A field that takes
 * `first` or `last` is multiplied by the size of its page, one that takes a list of `ids` by its length,
 * so that a literal, a variable, its default and a size left out all cost alike. Of the possible types of an
 * interface the dearest counts.
 *
 * `variables` are as sent, not coerced. Throws QUERY_TOO_COSTLY above the maximum and BAD_USER_INPUT for
 * a page above its size, both with the cost in `extensions.cost`.
 */
export function costOf(
  schema: GraphQLSchema,
  operation: {
    document: DocumentNode;
    operationName: string | undefined;
    variables: Readonly<Record<string, unknown>>;
  },
  settings: CostSettings = COST,
): Cost {
  let largestPage = 0;
  const estimate = ({ field, args, childComplexity }: ComplexityEstimatorArgs): number => {
    const page = pageOf(field, args, settings);
    largestPage = Math.max(largestPage, page ?? 0);
    return ownCost(field) + (page ?? listed(field, args) ?? 1) * childComplexity;
  };
  const requested = complexity(schema, operation, estimate);
  const cost = { requested, maximum: settings.maximum };
  if (largestPage > settings.pageSize.maximum) {
    const message = `A page holds at most ${settings.pageSize.maximum} records, not ${largestPage}.`;
    throw new CodedError('BAD_USER_INPUT', message, { cost });
  }
  if (requested > settings.maximum) {
    const message = `The operation asks for ${requested}, one request may ask for ${settings.maximum}.`;
    throw new CodedError('QUERY_TOO_COSTLY', message, { cost });
  }
  return cost;
}

function complexity(
  schema: GraphQLSchema,
  { document, operationName, variables }: Parameters<typeof costOf>[1],
  estimate: (args: ComplexityEstimatorArgs) => number,
): number {
  const operation = getOperationAST(document, operationName);
  if (!operation)
    throw new CodedError('OPERATION_RESOLUTION_FAILURE', 'The request names no operation of the document.');
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  try {
    return getComplexity({
      schema,
      query: { ...document, definitions: [operation, ...fragments] },
      variables: { ...variables },
      estimators: [estimate],
      maxQueryNodes: MAXIMUM_NODES,
    });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // Variables and arguments that do not fit; the caller has coerced them before with a better message.
    throw new CodedError('BAD_USER_INPUT', error.message.replace(/ Did you mean .*$/s, ''));
  }
}

function ownCost(field: GraphQLField<unknown, unknown>): number {
  const declared = field.extensions.cost;
  if (typeof declared === 'number') return declared;
  return isCompositeType(getNamedType(field.type)) ? 1 : 0;
}

/** The size of the page that a connection is asked for; `undefined` where the field takes none. */
function pageOf(
  field: GraphQLField<unknown, unknown>,
  args: Record<string, unknown>,
  { pageSize }: CostSettings,
): number | undefined {
  if (!field.args.some(({ name }) => name === 'first' || name === 'last')) return undefined;
  const asked = [args.first, args.last].filter((size) => typeof size === 'number');
  return asked.length === 0 ? pageSize.default : Math.max(0, ...asked);
}

/** How many records a field such as `nodes(ids)` is asked for. */
function listed(field: GraphQLField<unknown, unknown>, args: Record<string, unknown>): number | undefined {
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  return isListType(type) && Array.isArray(args.ids) ? args.ids.length : undefined;
}
