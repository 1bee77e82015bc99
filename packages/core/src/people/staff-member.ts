import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Department } from './department.js';

/** Somebody who works for the company. */
@ObjectType({ implements: Node, description: 'Somebody who works for the company.' })
@Entity({ tableName: 'people_staff_member' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['name', 'id'] })
export class StaffMember extends Stamped {
  @Id('staff') id: string = newId('staff');

  @Field(() => String, { description: 'The name that customers and colleagues see.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What the person does, such as "Service adviser".' })
  @Property({ type: 'text', nullable: true })
  title: string | null = null;

  @Field(() => String, { nullable: true, description: 'Address at work; shown to colleagues only.' })
  @Property({ type: 'text', nullable: true, unique: true })
  email: string | null = null;

  /** Who the person is to the company's identity provider, by `foreignId`; tokens of it then speak for them. */
  @Property({ type: 'text', nullable: true, unique: true })
  identity: string | null = null;

  @Field(() => Department, { nullable: true, description: 'The department the person belongs to.' })
  @ManyToOne(() => Department, { nullable: true, index: true })
  department: Department | null = null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keys of the roles the person has; together they give the permissions.',
  })
  @Property({ type: 'text[]' })
  roles: string[] = [];

  @Field(() => Boolean, {
    description: 'False once the person has left: then no token of theirs is worth anything.',
  })
  @Property({ type: 'boolean' })
  isActive: boolean = true;
}
