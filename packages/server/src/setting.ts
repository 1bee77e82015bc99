import { BlockList } from 'node:net';
import { z } from 'zod';

/** One variable of the environment: what it means, what it takes, and an example that would be right. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly variable: string;
  readonly meaning: string;
  readonly expects: string;
  readonly example: string;
  readonly schema: Schema;
  /** Never shown, and may come from a file that the same variable with `_FILE` behind it names. */
  readonly isSecret?: true;
}

export function setting<Schema extends z.ZodType>(definition: Setting<Schema>): Setting<Schema> {
  return definition;
}

export function wholeNumber(least: number, most: number) {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(least).max(most));
}

/** A share, from none to all. */
export const fraction = z
  .string()
  .regex(/^(\d+(\.\d+)?|\.\d+)$/)
  .transform(Number)
  .pipe(z.number().min(0).max(1));

/** `name=value,name=value`, the values as in an address: `Bearer%20secret`. */
export const headers = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const part of text.split(',')) {
    const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || !isEscaped(value)) {
      context.addIssue({ code: 'custom', message: 'no headers' });
      return z.NEVER;
    }
    found[name] = decodeURIComponent(value);
  }
  return found;
});

function isEscaped(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text) && text.isWellFormed();
}

/** An address with one of these protocols, such as `postgresql:`. */
export function address(...protocols: string[]) {
  return z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''));
}

/** Texts separated by commas; blanks around them do not count. */
export function list<Schema extends z.ZodType<string, string>>(item: Schema) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));
}

/** `https://care.example.com`: what a browser sends as `Origin`, and nothing more. */
export const origin = z.string().refine((text) => URL.parse(text)?.origin === text);

/** `10.0.0.0/8` or a single address, of either version. */
export const addressRange = z.string().refine((text) => {
  const [network = '', prefix] = text.split('/');
  const version = network.includes(':') ? 'ipv6' : 'ipv4';
  try {
    if (prefix === undefined) new BlockList().addAddress(network, version);
    else new BlockList().addSubnet(network, /^\d+$/.test(prefix) ? Number(prefix) : Number.NaN, version);
    return true;
  } catch {
    return false;
  }
});

/** 32 bytes, enough for AES-256. */
const key = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]+=?$/)
  .refine((text) => Buffer.from(text, 'base64').length === 32);

const namedKey = z
  .string()
  .regex(/^[\w-]{1,64}:/)
  .refine((text) => key.safeParse(text.slice(text.indexOf(':') + 1)).success);

/** One key, or `ID:KEY,ID:KEY…`, each with an id of its own. */
export const keys = z.union([
  key,
  list(namedKey)
    .refine((all) => new Set(all.map((one) => one.split(':')[0])).size === all.length)
    .transform((all) => all.join(',')),
]);

/** `100000/5000`: what may be spent at once, and what comes back a second; `off` for no limit. */
export function budget(least: number) {
  const parts = z.string().transform((text) => text.split('/'));
  const numbers = z.tuple([wholeNumber(least, 1e9), wholeNumber(1, 1e9)]);
  const limited = parts.pipe(numbers).transform(([maximum, restoreRate]) => ({ maximum, restoreRate }));
  return z.union([z.literal('off').transform(() => null), limited]);
}

/** JSON in a variable. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
