import type { AccessRule, Columns, Viewer } from '@candor/kernel';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { ContactPoint } from './contact-point.js';
import { Customer } from './customer.js';
import type { CustomerSource } from './customer-source.js';
import type { ExternalId } from './external-id.js';
import { WRITE, WRITE_BASIC, WRITERS } from './owners/field-groups.js';

/** What is nobody's business but the customer's own and theirs who have to call. */
function isOwnOrContact(viewer: Viewer, row: Columns<Customer>): Expression<SqlBool> | boolean {
  return viewer.can('customers:contact') || (viewer.is('customer') && sql<SqlBool>`${row.id} = ${viewer.id}`);
}

/** A customer sees itself, staff see all; an archived one nobody sees. A company and its persons do not see each other. */
export const customerAccess: AccessRule<Customer> = {
  read: (viewer, row) => {
    if (viewer.can('customers:read')) return sql<SqlBool>`${row.archivedAt} is null`;
    return viewer.is('customer') && sql<SqlBool>`${row.id} = ${viewer.id} and ${row.archivedAt} is null`;
  },
  fields: {
    birthDate: isOwnOrContact,
    sex: isOwnOrContact,
    steward: 'customers:read',
    department: 'customers:read',
    technicalSupport: 'customers:read',
    tags: 'customers:read',
    activityLevel: 'customers:read',
    tier: 'customers:read',
    lifecycleStage: 'customers:read',
    lifecycleReason: 'customers:read',
    problemAt: 'customers:read',
    reviewedAt: 'customers:read',
  },
  write: (viewer, row) =>
    WRITERS.some((permission) => viewer.can(permission)) ||
    (viewer.is('customer') && sql<SqlBool>`${row.id} = ${viewer.id}`),
};

/** Colleagues see that there is a number and what it ends in; the number itself only its owner and whoever has to call. */
export const contactPointAccess: AccessRule<ContactPoint> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) &&
    sql<SqlBool>`${row.removedAt} is null and ${viewer.sees(Customer, row.customer)}`,
  write: (viewer) => viewer.can(WRITE) || viewer.can(WRITE_BASIC),
  fields: {
    value: (viewer, row) =>
      viewer.can('customers:contact') ||
      (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
  },
};

/** Customers may know what is kept of them and whence, so they see their own. */
export const customerSourceAccess: AccessRule<CustomerSource> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer) => viewer.can('customers:write'),
};

/** What our systems call a customer is no business of the customer's. */
export const externalIdAccess: AccessRule<ExternalId> = {
  read: (viewer, row) => viewer.can('customers:read') && viewer.sees(Customer, row.customer),
  write: (viewer) => viewer.can('customers:write'),
};
