import type { Actor } from '@candor/kernel';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { StaffMember } from '../people/index.js';
import { Customer } from './customer.js';

/** What sort of principal asks. */
export enum ViewerKind {
  ANONYMOUS = 'ANONYMOUS',
  CUSTOMER = 'CUSTOMER',
  STAFF = 'STAFF',
  SERVICE = 'SERVICE',
  SHARE_LINK = 'SHARE_LINK',
  OTHER = 'OTHER',
}

registerEnumType(ViewerKind, {
  name: 'ViewerKind',
  description: 'What sort of principal asks.',
  valuesConfig: {
    ANONYMOUS: { description: 'Nobody in particular: the request came without a token.' },
    CUSTOMER: { description: 'A customer, signed in.' },
    STAFF: { description: 'Somebody who works for the company.' },
    SERVICE: { description: 'A program with a key of its own.' },
    SHARE_LINK: { description: 'Whoever was given a link to one record.' },
    OTHER: { description: 'A sort of principal that a plugin brings.' },
  },
});

const KINDS: Readonly<Record<string, ViewerKind>> = {
  anonymous: ViewerKind.ANONYMOUS,
  customer: ViewerKind.CUSTOMER,
  staff: ViewerKind.STAFF,
  service: ViewerKind.SERVICE,
  share: ViewerKind.SHARE_LINK,
};

/** Whoever asks, and so the entrance to everything that is theirs. */
@ObjectType({ description: 'Whoever asks, and so the entrance to everything that is theirs.' })
export class Viewer {
  @Field(() => ViewerKind, { description: 'What sort of principal asks.' })
  kind!: ViewerKind;

  @Field(() => Customer, {
    nullable: true,
    description: 'The file of the customer who is signed in; null for anybody else.',
  })
  customer!: string | null;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'The staff member who is signed in; null for anybody else.',
  })
  staffMember!: string | null;

  @Field(() => [String], {
    description: 'What the viewer may do; `schema/permissions.md` says what each means.',
  })
  permissions!: string[];
}

export function viewerOf({ kind, id, permissions }: Actor): Viewer {
  return {
    kind: KINDS[kind] ?? ViewerKind.OTHER,
    customer: kind === 'customer' ? id : null,
    staffMember: kind === 'staff' ? id : null,
    permissions: [...permissions].sort(),
  };
}
