import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from '../customer.js';

/** What a field of a company's own holds. */
export enum CustomFieldKind {
  TEXT = 'TEXT',
  NUMBER = 'NUMBER',
  DATE = 'DATE',
  BOOLEAN = 'BOOLEAN',
  CHOICE = 'CHOICE',
}

registerEnumType(CustomFieldKind, {
  name: 'CustomFieldKind',
  description: 'What a field of a company’s own holds.',
  valuesConfig: {
    TEXT: { description: 'Any text on one line.' },
    NUMBER: { description: 'A decimal number such as `12.5`.' },
    DATE: { description: 'A day, as `2026-02-28`.' },
    BOOLEAN: { description: '`true` or `false`.' },
    CHOICE: { description: 'One of the choices of the field.' },
  },
});

/** A field of customers that a company has added while the platform runs. */
@ObjectType({ implements: Node, description: 'A field of customers that the company has added for itself.' })
@Entity({ tableName: 'customers_custom_field' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
export class CustomField extends Stamped {
  @Id('custom_field') id: string = newId('custom_field');

  @Field(() => String, { description: 'What programs call it, as a key such as `shoe-size`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What people call it, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  label!: LocalizedText;

  @Field(() => CustomFieldKind, { description: 'What it holds; that never changes.' })
  @Enum({ items: () => CustomFieldKind, type: 'string', columnType: 'text' })
  kind!: CustomFieldKind;

  @Field(() => [String], { description: 'What can be chosen; empty for other kinds.' })
  @Property({ type: 'text[]', default: [] })
  choices: string[] = [];

  @Field(() => Boolean, { description: 'Whether customers see their own value.' })
  @Property({ type: 'boolean' })
  isShownToCustomer: boolean = false;

  @Field(() => Boolean, { description: 'Whether values can be set; those that are there stay.' })
  @Property({ type: 'boolean' })
  isActive: boolean = true;
}

/** What a customer has in such a field. */
@ObjectType({ implements: Node, description: 'What a customer has in a field of the company’s own.' })
@Entity({ tableName: 'customers_custom_value' })
@Unique({ properties: ['customer', 'field'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['field', 'value'] })
@Index({ properties: ['value'] })
export class CustomFieldValue extends Stamped {
  @Id('custom_value') id: string = newId('custom_value');

  @Field(() => Customer, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => CustomField, { nullable: true, description: 'The field.' })
  @ManyToOne(() => CustomField)
  field!: CustomField;

  @Field(() => String, { nullable: true, description: 'The value, written as the kind of the field says.' })
  @Property({ type: 'text', nullable: true })
  value: string | null = null;
}
