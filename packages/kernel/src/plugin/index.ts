export * from './contract.js';
export { KERNEL_VERSION } from './dependencies.js';
export { inOrder } from './order.js';
export { printApi } from './printing.js';
export { Registry } from './registry.js';
