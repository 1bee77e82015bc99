import { lookup } from 'node:dns/promises';
import { buildConnector } from 'undici';
import { isOwnAddress, isPublicAddress } from './address.js';
import { type Allowance, isNamed, literalOf } from './target.js';

/** The ways out of the process, so that a test can stand in for them. */
export interface Outside {
  /** The addresses of a name. */
  resolve(name: string): Promise<readonly string[]>;
  /** Opens a connection; `hostname` is always an address that was checked. */
  readonly connect: buildConnector.connector;
}

const CONNECT_WITHIN = 5_000;

/** Addresses of one name that are tried, one after the other. */
const MOST_ADDRESSES = 3;

export function theOutside(): Outside {
  return {
    resolve: async (name) =>
      (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address),
    connect: buildConnector({ timeout: CONNECT_WITHIN, allowH2: false }),
  };
}

/** No address of the target is one that messages may go to. */
class NotAllowed extends Error {
  constructor() {
    super('the target is not allowed');
  }
}

/**
 * Opens connections to allowed addresses only. The name is looked up here, each time, and the very addresses that
 * were checked are connected to: a name that leads elsewhere a moment later changes nothing.
 */
export function guardedConnector(outside: Outside, allowance: () => Allowance): buildConnector.connector {
  return (options, callback) => {
    open(outside, allowance(), options).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}

type Socket = Extract<Parameters<buildConnector.Callback>, [null, unknown]>[1];

async function open(
  outside: Outside,
  allowance: Allowance,
  options: buildConnector.Options,
): Promise<Socket> {
  const { hostname, protocol, port } = options;
  const isFit = isNamed(originOf(hostname, protocol, port), allowance) ? isOwnAddress : isPublicAddress;
  const literal = literalOf(hostname);
  const addresses = literal === null ? await outside.resolve(hostname) : [literal];
  // One that is not allowed among others is no accident.
  if (addresses.length === 0 || !addresses.every(isFit)) throw new NotAllowed();
  let failure: unknown;
  for (const address of addresses.slice(0, MOST_ADDRESSES)) {
    try {
      return await connect(outside, { ...options, hostname: address });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function connect(outside: Outside, options: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    outside.connect(options, (...[error, socket]) => (error ? reject(error) : resolve(socket as Socket)));
  });
}

/** As `URL` writes it: without the port that the protocol has anyway. */
function originOf(hostname: string, protocol: string, port: string): string {
  const literal = literalOf(hostname);
  const host = literal?.includes(':') ? `[${literal}]` : hostname;
  return new URL(`${protocol}//${host}${port ? `:${port}` : ''}`).origin;
}
