import { findDemo } from '@candor/core/boards';
import type { Platform } from '@candor/kernel/platform';

const DAY = 86_400;

/** Somebody of the demo with a token that speaks for them. */
export interface DemoActor {
  readonly name: string;
  readonly token: string;
}

/** The people of the demo, the customer first; nobody where it is not seeded. */
export async function demoActors(platform: Platform): Promise<DemoActor[]> {
  const demo = await findDemo(platform.services);
  if (!demo) return [];
  const actors = [
    ['customer', 'customer', demo.customer],
    ['agent', 'staff', demo.agent],
    ['manager', 'staff', demo.manager],
  ] as const;
  return Promise.all(
    actors.map(async ([name, kind, id]) => ({
      name,
      token: await platform.tokens.mint({ kind, id, expiresIn: DAY }),
    })),
  );
}

/** What somebody who starts the platform for a look should know, one line each. */
export async function announcement(platform: Platform, url: string): Promise<string[]> {
  const places = [`API         ${url}/graphql`, `Explorer    ${url}/explorer/`];
  const demo = await findDemo(platform.services);
  if (!demo) return places;
  const actors = await demoActors(platform);
  return [
    `Live board  ${url}/board/#token=${actors[0]!.token}&board=${demo.board}`,
    ...places,
    '',
    'Tokens of the demo, for 24 hours, as "Authorization: Bearer …":',
    ...actors.map(({ name, token }) => `${name.padEnd(12)}${token}`),
  ];
}
