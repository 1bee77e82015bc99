import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** What tests fill in: ids by the type they name, and other arguments by their name. A path that needs more is left out. */
export interface Known {
  readonly ids: Readonly<Record<string, readonly string[]>>;
  readonly args: Readonly<Record<string, string | number>>;
}

/** A query, and the field by which it comes to the type in the end. */
export interface Way {
  readonly query: string;
  readonly field: string;
}

interface Step {
  readonly open: string;
  readonly close: string;
  readonly type: GraphQLObjectType;
  readonly field: string;
}

/** Longer ways only repeat what shorter ones showed, and cost more than one request may. */
const LONGEST = 7;

/**
 * The ways of a schema that lead to a type, each object type passed at most once on the way. Tests that
 * something is seen nowhere are written with it, so that a field that somebody adds is tested with no more ado.
 */
export function waysTo(schema: GraphQLSchema, target: string, selection: string, known: Known): Way[] {
  const found: Way[] = [];
  const page = `totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${selection} } }`;
  const walk = (type: GraphQLObjectType, steps: readonly Step[]): void => {
    for (const step of stepsFrom(schema, type, known)) {
      const way = [...steps, step];
      const { name } = step.type;
      if (name === target) found.push(wayOf(way, selection));
      else if (name === `${target}Connection`) found.push(wayOf(way, page));
      else if (way.length < LONGEST && steps.every((earlier) => earlier.type !== step.type))
        walk(step.type, way);
    }
  };
  walk(schema.getQueryType()!, []);
  return found;
}

function wayOf(steps: readonly Step[], selection: string): Way {
  const query = `{ ${steps.map(({ open }) => open).join(' ')} ${selection} ${steps.map(({ close }) => close).join(' ')} }`;
  return { query, field: steps.at(-1)!.field };
}

function stepsFrom(schema: GraphQLSchema, type: GraphQLObjectType, { ids, args }: Known): Step[] {
  return Object.values(type.getFields()).flatMap((field): Step[] => {
    const named = getNamedType(field.type);
    const path = `${type.name}.${field.name}`;
    if (isObjectType(named)) {
      const call = callOf(field, args);
      return call === null ? [] : [{ open: `${call} {`, close: '}', type: named, field: path }];
    }
    if (!isAbstractType(named)) return [];
    // By id one can get anywhere: each of the records that are known, as what it is.
    return schema.getPossibleTypes(named).flatMap((possible) =>
      (ids[possible.name] ?? []).flatMap((id): Step[] => {
        const call = callOf(field, { ...args, id, ids: id });
        return call === null
          ? []
          : [{ open: `${call} { ... on ${possible.name} {`, close: '} }', type: possible, field: path }];
      }),
    );
  });
}

/** The field with the values it needs; null where it needs one that is not known. A single value stands for a list of one. */
function callOf({ name, args }: GraphQLField<unknown, unknown>, values: Known['args']): string | null {
  if (args.some((arg) => isRequiredArgument(arg) && values[arg.name] === undefined)) return null;
  const given = args.filter((arg) => values[arg.name] !== undefined);
  if (given.length === 0) return name;
  return `${name}(${given.map((arg) => `${arg.name}: ${JSON.stringify(values[arg.name])}`).join(', ')})`;
}
