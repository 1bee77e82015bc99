export * from './contract.js';
export { inOrder } from './order.js';
export { printApi } from './printing.js';
export { KERNEL_VERSION, Registry } from './registry.js';
