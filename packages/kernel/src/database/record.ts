import { Type } from '@mikro-orm/core';
import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { instantText } from '../instant-text.js';
import { IdType } from './ids.js';
import { instantOf } from './tx.js';

/** Everything that has an id and can be asked for again by it. */
@InterfaceType('Node', {
  description: 'A record with an id of its own. `node(id)` finds it again, whatever it is.',
  // Implementations come from the enabled plugins only, never from what happens to be imported.
  autoRegisterImplementations: false,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, stable and unique in the whole platform, such as `ticket_01j…`.' })
  id!: string;
}

/**
 * The primary key of a record: `@Id('ticket') id: string = newId('ticket')`. Another record that a command only points
 * to is best named by its id (`@ManyToOne(() => Customer, { mapToPk: true }) customer!: string`): an object with
 * nothing but its id would be made with every record that is read, and looked through at every flush.
 */
export function Id(tag: string): PropertyDecorator {
  return (target, key) => {
    PrimaryKey({ type: new IdType(tag) })(target, key as string);
    Field(() => ID, { description: 'Opaque, stable and unique in the whole platform.' })(target, key);
  };
}

/** An instant: `timestamptz` in the database, RFC 3339 in UTC in the API. */
export class InstantType extends Type<Date, string> {
  override convertToDatabaseValue(value: Date | string): string {
    return value instanceof Date ? instantText(value) : value;
  }

  override convertToJSValue(value: Date | string): Date {
    return value instanceof Date || value === null ? (value as Date) : new Date(value);
  }

  override getColumnType(): string {
    return 'timestamptz';
  }

  override compareAsType(): string {
    return 'Date';
  }
}

/** What every shared record has beside its id: when it came, when it last changed, and its version. */
@ObjectType()
export abstract class Stamped {
  @Field(() => Date, { description: 'When the record came into being.' })
  @Property({
    type: new InstantType(),
    onCreate: (record: Stamped, em: object) => record.createdAt ?? instantOf(em),
  })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it last changed.' })
  @Property({
    type: new InstantType(),
    onCreate: (record: Stamped, em: object) => record.updatedAt ?? instantOf(em),
    onUpdate: (_: Stamped, em: object) => instantOf(em),
  })
  updatedAt!: Date;

  @Field(() => Int, {
    description:
      'Counts the changes. Send it with an update, and the update is refused if somebody was faster.',
  })
  @Property({ type: 'integer', version: true })
  version!: number;
}

/**
 * One change in the history of a record; `kind` and the record are the module's own. Rows are added, by `addEntry`, and
 * never changed.
 */
@ObjectType()
export abstract class HistoryEntry {
  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'What it was before; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'from_value' })
  from: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What it became; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'to_value' })
  to: string | null = null;

  @Field(() => String, { nullable: true, description: 'Why, as it was written down; for staff.' })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The id of who did it, or what sort of actor; for staff.',
  })
  @Property({ type: 'text' })
  actor!: string;
}
