import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { UndefinedValue } from './undefined-value.js';

/** What an expression may be made of; the rest of the language (texts, lists, maps, macros) has no place in a score. */
const EXPRESSION_LIMITS = { characters: 500, parts: 100, depth: 20 } as const;

const FUNCTIONS: Readonly<Record<string, (...numbers: number[]) => number>> = {
  'abs(double)': Math.abs,
  'sqrt(double)': Math.sqrt,
  'ln(double)': Math.log,
  'log10(double)': Math.log10,
  'pow(double, double)': (base, exponent) => base ** exponent,
  'min(double, double)': Math.min,
  'max(double, double)': Math.max,
};

const BY_NAME = new Map(
  Object.entries(FUNCTIONS).map(([signature, run]) => [signature.slice(0, signature.indexOf('(')), run]),
);

/** Names that an input cannot have, since the language has another use for them. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...BY_NAME.keys(),
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if'],
  ...['import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
  ...['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'type', 'dyn', 'size', 'has'],
]);

/** An expression that was read and checked: gives a number for the values of its inputs. */
export type Formula = (values: Readonly<Record<string, number>>) => number;

/**
 * Reads an arithmetic expression over named numbers in the Common Expression Language (CEL, the language of
 * Google's cel-spec: no loops, no recursion, no access to anything but its inputs). Whole numbers count as
 * decimals, so that 1 / 2 is 0.5. Throws `UndefinedValue` for what is not an expression, names an unknown input
 * or is too long; the formula throws it for a division by zero and for what is no finite number.
 */
export function readExpression(text: string, inputs: readonly string[]): Formula {
  if (text.length > EXPRESSION_LIMITS.characters)
    throw new UndefinedValue(
      null,
      `The expression must have at most ${EXPRESSION_LIMITS.characters} characters.`,
    );
  const ast = parsed(text, inputs);
  return (values) => {
    const value = numberOf(ast, values);
    if (Number.isFinite(value)) return value;
    throw new UndefinedValue(null, 'The expression comes to no finite number for these inputs.');
  };
}

function parsed(text: string, inputs: readonly string[]): ASTNode {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    limits: {
      maxAstNodes: EXPRESSION_LIMITS.parts,
      maxDepth: EXPRESSION_LIMITS.depth,
      maxListElements: 0,
      maxMapEntries: 0,
      maxCallArguments: 2,
    },
  });
  for (const input of inputs) environment.registerVariable(input, 'double');
  for (const [signature, run] of Object.entries(FUNCTIONS))
    environment.registerFunction(`${signature}: double`, run);
  try {
    const expression = environment.parse(text.replace(WHOLE_NUMBER, '$&.0'));
    const { type, error } = expression.check();
    if (error) throw error;
    if (type !== 'double') throw new UndefinedValue(null, 'The expression must come to a number.');
    refuseOthers(expression.ast);
    return expression.ast;
  } catch (error) {
    if (error instanceof UndefinedValue) throw error;
    throw new UndefinedValue(null, `The expression cannot be read: ${summaryOf(error)}.`);
  }
}

/** Digits that belong to no name and to no number with a point or an exponent. */
const WHOLE_NUMBER = /(?<![\w.])\d+(?![\w.])/g;

function summaryOf(error: unknown): string {
  if (error instanceof ParseError) return error.summary;
  return (error as { summary?: string }).summary ?? (error as Error).message;
}

const ARITHMETIC = new Set<string>(['value', 'id', '+', '-', '*', '/', '-_', '?:', 'call']);
const LOGIC = new Set<string>(['<', '<=', '>', '>=', '==', '!=', '&&', '||', '!_']);

function refuseOthers({ op, args }: ASTNode): void {
  const isKnown =
    op === 'value'
      ? typeof args === 'number' || typeof args === 'boolean'
      : op === 'call'
        ? BY_NAME.has(args[0])
        : ARITHMETIC.has(op) || LOGIC.has(op);
  if (!isKnown)
    throw new UndefinedValue(
      null,
      `Use numbers, inputs, + - * /, comparisons, ?: and ${[...BY_NAME.keys()].join(', ')} only.`,
    );
  for (const part of partsOf({ op, args } as ASTNode)) refuseOthers(part);
}

function partsOf({ op, args }: ASTNode): readonly ASTNode[] {
  if (op === 'value' || op === 'id') return [];
  if (op === 'call') return args[1];
  return [args].flat() as unknown as ASTNode[];
}

/** Each part is looked at once, so the length of the expression bounds the time. */
function numberOf(node: ASTNode, values: Readonly<Record<string, number>>): number {
  switch (node.op) {
    case 'value':
      return node.args as number;
    case 'id':
      return given(values, node.args);
    case '-_':
      return -numberOf(node.args, values);
    case '?:':
      return numberOf(holds(node.args[0], values) ? node.args[1] : node.args[2], values);
    case 'call':
      return BY_NAME.get(node.args[0])!(...node.args[1].map((part) => numberOf(part, values)));
    case '/':
      return numberOf(node.args[0], values) / nonZero(node.args[1], values);
    case '+':
      return numberOf(node.args[0], values) + numberOf(node.args[1], values);
    case '-':
      return numberOf(node.args[0], values) - numberOf(node.args[1], values);
    case '*':
      return numberOf(node.args[0], values) * numberOf(node.args[1], values);
    default:
      throw new UndefinedValue(null, 'The expression must come to a number.');
  }
}

function given(values: Readonly<Record<string, number>>, name: string): number {
  if (!Object.hasOwn(values, name)) throw new UndefinedValue(name, `"${name}" is missing.`);
  return values[name]!;
}

function nonZero(node: ASTNode, values: Readonly<Record<string, number>>): number {
  const value = numberOf(node, values);
  if (value !== 0) return value;
  const name = node.op === 'id' ? node.args : null;
  throw new UndefinedValue(name, `The expression divides by zero${name ? ` where "${name}" is 0` : ''}.`);
}

function holds(node: ASTNode, values: Readonly<Record<string, number>>): boolean {
  const sides = (): [number, number] => {
    const [left, right] = node.args as [ASTNode, ASTNode];
    return [numberOf(left, values), numberOf(right, values)];
  };
  switch (node.op) {
    case 'value':
      return node.args === true;
    case '!_':
      return !holds(node.args, values);
    case '&&':
      return holds(node.args[0], values) && holds(node.args[1], values);
    case '||':
      return holds(node.args[0], values) || holds(node.args[1], values);
    case '?:':
      return holds(holds(node.args[0], values) ? node.args[1] : node.args[2], values);
    default:
      return compare(node.op, ...sides());
  }
}

function compare(op: string, left: number, right: number): boolean {
  if (op === '<') return left < right;
  if (op === '<=') return left <= right;
  if (op === '>') return left > right;
  if (op === '>=') return left >= right;
  return op === '==' ? left === right : left !== right;
}
