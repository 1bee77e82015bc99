export { ContactPoint, ContactPointKind } from './contact-point.js';
export { addContactPoint } from './contact-service.js';
export { Customer, CustomerKind } from './customer.js';
export { archiveCustomer, createCustomer, updateCustomer, upsertCustomer } from './customer-service.js';
export { customersByExternalId } from './external-ids.js';
export { customers } from './plugin.js';
