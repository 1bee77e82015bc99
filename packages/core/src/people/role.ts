import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

/** A named set of permissions that staff members are given. */
@ObjectType({ implements: Node, description: 'A named set of permissions that staff members are given.' })
@Entity({ tableName: 'people_role' })
@Index({ properties: ['key', 'id'] })
export class Role extends Stamped {
  @Id('role') id: string = newId('role');

  @Field(() => String, { description: 'A short name for programs, unique and stable, such as `agent`.' })
  @Property({ type: 'text', unique: true })
  key!: string;

  @Field(() => String, { description: 'Its name, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => [String], { description: 'What it allows; `schema/permissions.md` says what each means.' })
  @Property({ type: 'text[]' })
  permissions: string[] = [];
}
