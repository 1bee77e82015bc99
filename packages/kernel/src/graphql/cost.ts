import {
  type ASTNode,
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
  visit,
} from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';
import { BoundedMap } from '../bounded-map.js';
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
  const { requested, largestPage } = weightOf(schema, operation, settings);
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

interface Weight {
  readonly requested: number;
  readonly largestPage: number;
}

function weightOf(
  schema: GraphQLSchema,
  operation: Parameters<typeof costOf>[1],
  settings: CostSettings,
): Weight {
  const known = remembered(operation.document);
  return known.weights.getOrMake(decisive(operation, known.deciding, settings), () => {
    let largestPage = 0;
    const estimate = ({ field, args, childComplexity }: ComplexityEstimatorArgs): number => {
      const page = pageOf(field, args, settings);
      largestPage = Math.max(largestPage, page ?? 0);
      return ownCost(field) + (page ?? listed(field, args) ?? 1) * childComplexity;
    };
    return { requested: complexity(schema, operation, estimate), largestPage };
  });
}

/** What is remembered of a document, which is the same object every time. */
interface Remembered {
  /** The variables on which a weight depends. */
  readonly deciding: ReadonlySet<string>;
  readonly weights: BoundedMap<string, Weight>;
}

const documents = new WeakMap<DocumentNode, Remembered>();
/** How many weights are kept of a document: a screen has a few sizes of pages. */
const WEIGHTS = 50;

function remembered(document: DocumentNode): Remembered {
  let known = documents.get(document);
  if (!known) {
    known = { deciding: decidingVariables(document), weights: new BoundedMap(WEIGHTS) };
    documents.set(document, known);
  }
  return known;
}

/** The variables in sizes, in lists of ids, and in what decides whether a field is asked for at all. */
function decidingVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const inside = (node: ASTNode) => visit(node, { Variable: ({ name }) => void names.add(name.value) });
  visit(document, {
    Argument: (node) => {
      if (['first', 'last', 'ids'].includes(node.name.value)) inside(node.value);
    },
    Directive: (node) => void inside(node),
  });
  return names;
}

/** The same for requests that weigh the same: the others matter only in that they are null or left out. */
function decisive(
  { document, operationName, variables }: Parameters<typeof costOf>[1],
  deciding: ReadonlySet<string>,
  { maximum, pageSize }: CostSettings,
): string {
  const declared = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const values = declared.map(({ variable: { name } }) => {
    const value = variables[name.value];
    if (value === null || value === undefined) return String(value);
    if (!deciding.has(name.value)) return 'given';
    return Array.isArray(value) ? `${value.length} of them` : JSON.stringify(value);
  });
  return [operationName ?? '', maximum, pageSize.default, ...values].join();
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
