import ipaddr from 'ipaddr.js';

/** All IPv6 addresses that are handed out for the open Internet; what is outside is local, mapped or translated. */
const GLOBAL = ipaddr.IPv6.parse('2000::');

/** Ranges of the own network that an operator may name targets in. Link-local is not one: metadata services live there. */
const OWN: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/** Whether an address is a host of the open Internet: not this machine, not a network behind it, not a way around both. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL, 3);
}

/** Whether an address may stand behind a target that the operator has named. */
export function isOwnAddress(address: string): boolean {
  return isPublicAddress(address) || (ipaddr.isValid(address) && OWN.has(ipaddr.process(address).range()));
}
