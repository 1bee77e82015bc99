export { customersBornOn } from './birth-date.js';
export { ContactPoint, ContactPointKind } from './contact-point.js';
export { addContactPoint } from './contact-service.js';
export { Customer, CustomerKind } from './customer.js';
export { archiveCustomer, createCustomer, updateCustomer, upsertCustomer } from './customer-service.js';
export { AMOUNT, decimalOf, unitsOf } from './decimal.js';
export {
  CUSTOMER_FIELDS,
  type CustomerField,
  type CustomerRecord,
} from './exchange/customer-record.js';
export { exportCustomers } from './exchange/export-customers.js';
export { importCustomers } from './exchange/import-customers.js';
export { customersByExternalId } from './external-ids.js';
export { IsAmount, IsCurrency } from './input-rules.js';
export { customerRecords } from './merging/customer-records.js';
export { boundsOf, MetricDefinition, MetricPeriod, MetricRatio, ratio } from './metric-ratio.js';
export { chooseChannels, IN_APP, RESULT } from './notices/choose-channel.js';
export { customers } from './plugin.js';
export { Purchase } from './purchase.js';
export { recordPurchase, reversePurchase } from './purchase-service.js';
export {
  type PurchaseFact,
  type PurchaseTotal,
  type PurchaseWindow,
  purchasesBetween,
  purchaseTotals,
} from './purchase-totals.js';
export { LifecycleStage } from './standing/standing-kinds.js';
