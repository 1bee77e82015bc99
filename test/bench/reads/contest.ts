import { cpuSeconds } from '../cpu.js';
import { median } from '../report.js';
import type { Question } from './documents.js';
import { ask, askOnce, type Target } from './load.js';
import type { Running } from './world.js';

const CONNECTIONS = 50;

/** One of those that are compared. */
export interface Contestant {
  readonly name: string;
  readonly running: Running;
  readonly target: Target;
}

/** Medians over the rounds. */
export interface Result {
  readonly requestsASecond: number;
  /** Milliseconds of all processors a request. */
  readonly nodeCpu: number;
  readonly postgresCpu: number;
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
}

export interface ContestOptions {
  readonly postgres: number;
  readonly rounds: number;
  /** Of one turn, and of the turn before the first round that is not counted. */
  readonly milliseconds: number;
  readonly warming: number;
}

/** Lets all of them answer the same load by turns, so that what the machine does else hits all alike. */
export async function contest(
  contestants: readonly Contestant[],
  { postgres, rounds, milliseconds, warming }: ContestOptions,
): Promise<Map<string, Result>> {
  const turns = new Map<string, Result[]>(contestants.map(({ name }) => [name, []]));
  for (const { target } of contestants) {
    for (const index of target.bodies.keys()) await askOnce(target, index);
    await ask(target, CONNECTIONS, warming);
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name, running, target } of contestants) {
      const before = [cpuSeconds(running.pid), cpuSeconds(postgres)] as const;
      const { requests, seconds, p50, p99 } = await ask(target, CONNECTIONS, milliseconds);
      const nodeCpu = ((cpuSeconds(running.pid) - before[0]) * 1_000) / requests;
      const postgresCpu = ((cpuSeconds(postgres) - before[1]) * 1_000) / requests;
      turns.get(name)!.push({
        requestsASecond: requests / seconds,
        nodeCpu,
        postgresCpu,
        cpu: nodeCpu + postgresCpu,
        p50,
        p99,
      });
    }
  }
  return new Map([...turns].map(([name, results]) => [name, medians(results)]));
}

function medians(results: readonly Result[]): Result {
  const of = (key: keyof Result) => median(results.map((result) => result[key]));
  return {
    requestsASecond: of('requestsASecond'),
    nodeCpu: of('nodeCpu'),
    postgresCpu: of('postgresCpu'),
    cpu: of('cpu'),
    p50: of('p50'),
    p99: of('p99'),
  };
}

/** How each of them is asked. */
export const targets = {
  candor: ({ url, token }: Running & { readonly token: string }, question: Question): Target => ({
    url,
    headers: { authorization: `Bearer ${token}` },
    bodies: question.turns.map(({ candor }) => JSON.stringify({ query: question.candor, variables: candor })),
  }),
  graphql: ({ url }: Running, question: Question): Target => ({
    url,
    headers: {},
    bodies: question.turns.map(({ peers }) =>
      JSON.stringify({ query: question.mercurius, variables: peers }),
    ),
  }),
  floor: ({ url }: Running, question: Question): Target => ({
    url: new URL(question.floor, url).href,
    headers: {},
    bodies: question.turns.map(({ peers }) => JSON.stringify(peers)),
  }),
};
