import { isIP } from 'node:net';
import type { WebhookSettings } from '../webhook-settings.js';
import { isPublicAddress } from './address.js';

const LONGEST = 2_000;

/** Where messages are allowed to go, by the settings. */
export type Allowance = Pick<WebhookSettings, 'allowHttp' | 'privateTargets'>;

/**
 * What is wrong with an address that somebody wants messages posted to, from its letters alone: nothing is looked up,
 * so that the answer says nothing about the network. Where its name leads is seen when connecting. Null if all is well.
 */
export function faultOf(text: string, allowance: Allowance): string | null {
  const url = text.length <= LONGEST ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    return `Use an address such as https://example.com/hooks, of at most ${LONGEST} characters.`;
  if (url.username || url.password)
    return 'Leave user name and password out of the address: messages are signed.';
  if (isNamed(url.origin, allowance)) return null;
  if (url.protocol === 'http:' && !allowance.allowHttp)
    return 'Use https: anybody on the way could read what goes by http.';
  if (isLocalName(url.hostname)) return 'Use an address that can be reached from the open Internet.';
  return null;
}

/** Whether the operator has named the origin as one in the own network that messages may go to. */
export function isNamed(origin: string, { privateTargets }: Allowance): boolean {
  return privateTargets.includes(origin);
}

/** The host of a URL as an address, without the brackets of IPv6; null where it is a name. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) ? bare : null;
}

/** `URL` has turned all other ways to write an IPv4 address, such as decimal or hexadecimal, into this one. */
function isLocalName(hostname: string): boolean {
  const literal = literalOf(hostname);
  if (literal !== null) return !isPublicAddress(literal);
  const name = hostname.replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '';
}
