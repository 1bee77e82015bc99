import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { StaffMember } from './staff-member.js';

/** A part of the company that work is assigned and handed off to. */
@ObjectType({
  implements: Node,
  description: 'A part of the company that work is assigned and handed off to.',
})
@Entity({ tableName: 'people_department' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['key', 'id'] })
export class Department extends Stamped {
  @Id('department') id: string = newId('department');

  @Field(() => String, { description: 'A short name for programs, unique and stable, such as `support`.' })
  @Property({ type: 'text', unique: true })
  key!: string;

  @Field(() => String, { description: 'Its name, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'The one person whom other departments turn to when they need this one.',
  })
  @ManyToOne(() => StaffMember, { nullable: true })
  liaison: StaffMember | null = null;
}
