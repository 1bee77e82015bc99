import type { Logger } from 'pino';
import { freePort } from '../processes/port.js';
import { Balancer } from './balancer.js';
import { Member } from './member.js';

export interface ClusterOptions {
  /** The program that takes `serve` and `work`, for the runtime that this process runs under. */
  readonly program: readonly string[];
  /** How many processes of each kind. */
  readonly servers: number;
  readonly workers: number;
  /** Where the balancer listens; port 0 takes any that is free. */
  readonly host: string;
  readonly port: number;
  /** A seed that the database gets, unless it has had it. */
  readonly seed?: string | undefined;
  /** Variables that every process gets beside those of this one. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly logger: Logger;
}

/** How long the processes may take to end, in milliseconds. */
const GRACE = 15_000;
const HOST = '127.0.0.1';

/**
 * Several servers and workers on one machine, with a balancer in front. All start at once and each would
 * migrate: that is what happens when an installation is rolled out, and one of them does it.
 */
export class Cluster {
  private constructor(
    /** Of the balancer. */
    readonly url: string,
    readonly servers: readonly Member[],
    readonly workers: readonly Member[],
    private readonly balancer: Balancer,
  ) {}

  /** Resolves when all are ready. What has started is stopped where one does not start. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const { host, program, logger, seed } = options;
    const port = options.port || (await freePort(host));
    const url = `http://${host}:${port}`;
    const member = (name: string, args: readonly string[], own: Record<string, string> = {}) =>
      new Member({
        name,
        args: [...program, ...args],
        environment: { CANDOR_PUBLIC_URL: url, ...options.environment, ...own },
        logger,
      });
    const ports: number[] = [];
    while (ports.length < options.servers) ports.push(await freePort(HOST));
    const serve = ['serve', '--announce', '--migrate', ...(seed ? ['--seed', seed] : [])];
    const servers = ports.map((own, n) =>
      member(`serve ${n + 1}`, serve, { HOST, PORT: String(own), CANDOR_PUBLIC_URL: url }),
    );
    const workers = Array.from({ length: options.workers }, (_, n) =>
      member(`work ${n + 1}`, ['work', '--migrate']),
    );
    const balancer = new Balancer(ports.map((own) => ({ host: HOST, port: own })));
    const cluster = new Cluster(url, servers, workers, balancer);
    try {
      for (const one of cluster.members) one.start();
      await Promise.all(cluster.members.map((one) => one.began()));
      await balancer.listen({ host, port });
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get members(): readonly Member[] {
    return [...this.servers, ...this.workers];
  }

  /** What somebody who starts it for a look should know, with the balancer's address. */
  get announcement(): string[] {
    const [first] = this.servers;
    return first ? first.announcement.map((line) => line.replaceAll(first.url, this.url)) : [];
  }

  /** Ends all processes in order; `forced` cuts that short. */
  async stop(forced = new AbortController().signal): Promise<void> {
    this.balancer.drain();
    await Promise.all(this.members.map((one) => one.stop(GRACE, forced)));
    this.balancer.close();
  }
}
