import { z } from 'zod';

/** What of a JSON Schema is looked at here. */
interface JsonSchema {
  readonly writeOnly?: boolean;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** A setting that is set and never shown again, such as a key of another service. */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), writeOnly: true }) as Schema;
}

/** One setting of a plugin, as it may be shown. */
export interface ShownSetting {
  readonly name: string;
  readonly description: string | null;
  readonly isSecret: boolean;
  /** As JSON; `null` for a secret. Secrets further inside are left out. */
  readonly value: string | null;
}

/** The settings of a plugin by their names, without its secrets. */
export function shownSettings(schema: z.ZodType, value: unknown): ShownSetting[] {
  const { properties = {} } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as JsonSchema;
  const values = (value ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(properties).map(([name, part]) => {
    const shown = readable(part, values[name]);
    return {
      name,
      description: part.description ?? null,
      isSecret: isSecret(part),
      value: shown === undefined ? null : JSON.stringify(shown),
    };
  });
}

/** What may be shown of a value; `undefined` for nothing. What no schema speaks of is not shown. */
function readable(schema: JsonSchema, value: unknown): unknown {
  if (isSecret(schema)) return undefined;
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  // Which branch the value took is not known here.
  if (branches.some(holdsSecret)) return undefined;
  if (Array.isArray(value)) {
    const { items } = schema;
    return typeof items === 'object'
      ? value.map((item) => readable(items, item))
      : branches.length > 0
        ? value
        : [];
  }
  if (typeof value !== 'object' || value === null || branches.length > 0) return value;
  const { additionalProperties: others } = schema;
  const rest = typeof others === 'object' && Object.keys(others).length > 0 ? others : undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const known = schema.properties?.[name] ?? rest;
      const shown = known && readable(known, part);
      return shown === undefined ? [] : [[name, shown]];
    }),
  );
}

function isSecret(schema: JsonSchema): boolean {
  return schema.writeOnly === true || (schema.anyOf ?? []).some((branch) => branch.writeOnly === true);
}

function holdsSecret(schema: JsonSchema): boolean {
  const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  const inside = [...Object.values(properties), ...anyOf, ...oneOf, ...allOf];
  for (const part of [additionalProperties, items]) if (typeof part === 'object') inside.push(part);
  return isSecret(schema) || inside.some(holdsSecret);
}
