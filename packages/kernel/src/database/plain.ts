import { JsonProperty, Utils } from '@mikro-orm/core';
import { instantText } from '../instant-text.js';

/** A value as MikroORM writes it into a text, without the quotes; undefined for what is no plain value. */
export function plainOf(param: unknown): unknown {
  if (param === null || typeof param === 'string' || typeof param === 'number' || typeof param === 'boolean')
    return param;
  if (typeof param === 'bigint') return String(param);
  if (param instanceof Date) return instantText(param);
  if (ArrayBuffer.isView(param)) return Buffer.from(param.buffer, param.byteOffset, param.byteLength);
  if (typeof param !== 'object') return undefined;
  return Utils.isPlainObject(param) || JsonProperty in param ? JSON.stringify(param) : undefined;
}
