import { Type, ValidationError } from '@mikro-orm/core';
import { keyRefOf } from './aes.js';

/**
 * A column that holds sealed text: `@Property({ type: new SealedType({ owner: 'customer' }) })`. The entity
 * has the sealed text, which a service makes with `FieldCipher.seal`; the reader opens it for those who may
 * see it. Plain text is refused, so that it cannot be stored by mistake.
 */
export class SealedType extends Type<string, string> {
  /** The property of the same record that holds the public id of the data's owner. */
  readonly owner: string;

  constructor(options: { readonly owner: string }) {
    super();
    this.owner = options.owner;
  }

  override convertToDatabaseValue(value: string): string {
    if (typeof value === 'string' && keyRefOf(value) === undefined) {
      throw new ValidationError(`a value for a sealed column is not sealed`);
    }
    return value;
  }

  override getColumnType(): string {
    return 'text';
  }

  override compareAsType(): string {
    return 'string';
  }
}
