import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { inOnePiece } from './one-piece.js';

export type Trusts = (address: string | undefined) => boolean;

/** Whether a peer is one of the listed addresses or in one of the listed networks. Throws for a list that is none. */
export function trustedProxies(list: readonly string[]): Trusts {
  const trusted = new BlockList();
  for (const entry of list) {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    if (version === 0)
      throw new Error(`Not an address or a network: "${entry}". Write 10.0.0.1 or 10.0.0.0/8.`);
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    if (address === undefined) return false;
    // A socket that listens on IPv6 names IPv4 peers like this.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && trusted.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

/**
 * Who sent a request: the peer, or whom trusted proxies name. Read from the nearest proxy outwards, so that
 * what a client writes in `X-Forwarded-For` itself is never reached.
 */
export function addressOf({ headers, socket }: IncomingMessage, trusts: Trusts): string | undefined {
  const forwarded = headers['x-forwarded-for'];
  // Most requests say nothing of the kind; looking an address up in a list costs as much as parsing a small document.
  if (forwarded === undefined) return socket.remoteAddress;
  const named = [forwarded].flat().join(',').split(',');
  let address = socket.remoteAddress;
  while (named.length > 0 && trusts(address)) {
    const next = withoutPort(named.pop()!.trim());
    // Whoever writes what is no address is the last one that is known.
    if (isIP(next) === 0) break;
    address = next;
  }
  return address;
}

function withoutPort(address: string): string {
  return address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[(.+)\](:\d+)?$/, '$1');
}

/** The id of a request: the one a trusted proxy gave it, or a new one. */
export function requestIds(trusts: Trusts): (request: IncomingMessage) => string {
  return (request) => {
    const given = request.headers['x-request-id'];
    const usable =
      typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) && trusts(request.socket.remoteAddress);
    return usable ? given : inOnePiece(randomUUID());
  };
}
