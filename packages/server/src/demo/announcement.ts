import { findDemo } from '@candor/core/boards';
import type { Platform } from '@candor/kernel/platform';

const DAY = 86_400;

/** What somebody who starts the platform for a look should know, one line each. */
export async function announcement(platform: Platform, url: string): Promise<string[]> {
  const demo = await findDemo(platform.services);
  const lines = [`API         ${url}/graphql`, `Explorer    ${url}/explorer/`];
  if (!demo) return lines;
  const token = (kind: string, id: string) => platform.tokens.mint({ kind, id, expiresIn: DAY });
  const customer = await token('customer', demo.customer);
  return [
    `Live board  ${url}/board/#token=${customer}&board=${demo.board}`,
    '',
    ...lines,
    '',
    'Tokens of the demo, for 24 hours, as "Authorization: Bearer …":',
    `customer    ${customer}`,
    `agent       ${await token('staff', demo.agent)}`,
    `manager     ${await token('staff', demo.manager)}`,
  ];
}
