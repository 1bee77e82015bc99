import { Entity, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { newId } from '../database/ids.js';
import { Id, InstantType, Node } from '../database/record.js';

/** A share link as staff see it; what it grants is decided by `shareLinkPrincipal`. */
@ObjectType('ShareLink', {
  implements: Node,
  description:
    'A link that opens one record to whoever holds it, without signing in, until it expires or is revoked.',
})
@Entity({ tableName: 'kernel_share_link' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['createdBy', 'createdAt', 'id'] })
@Index({ properties: ['expiresAt'] })
export class ShareLinkRecord {
  @Id('share') id: string = newId('share');

  @Field(() => ID, { description: 'The record that it opens.' })
  @Property({ type: 'text', index: true })
  subject!: string;

  @Field(() => String, {
    description: '`READ`: the record may be seen; `ANSWER`: it may be answered, as a survey is.',
  })
  @Property({ type: 'text' })
  mode!: string;

  @Field(() => ID, { description: 'Who made it.' })
  @Property({ type: 'text' })
  createdBy!: string;

  @Field(() => Date, { description: 'Since when it opens.' })
  @Property({ type: new InstantType() })
  createdAt!: Date;

  @Field(() => Date, { description: 'From when it opens nothing any more.' })
  @Property({ type: new InstantType() })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When somebody ended it before its time.' })
  @Property({ type: new InstantType(), nullable: true })
  revokedAt: Date | null = null;
}
