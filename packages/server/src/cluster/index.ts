export { Cluster, type ClusterOptions } from './cluster.js';
export type { Member } from './member.js';
