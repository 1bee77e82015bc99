import { createBoard, createBoardTemplate } from '@candor/core/boards';
import { createCustomer } from '@candor/core/customers';
import { createStaffMember } from '@candor/core/people';
import { createShareLink } from '@candor/kernel/identity';
import type { Installation } from '../installation.js';

export interface Furniture {
  /** Of a member of staff who may post. */
  readonly token: string;
  readonly boards: readonly string[];
  /** Tokens of links to the first board, each another principal. */
  readonly links: readonly string[];
}

/** A board as a customer's page shows it, and what has just happened on it. */
export const DOCUMENT = `subscription ($board: ID!) { boardProgress(board: $board) { kind epoch offset recovered
  board { id version title state percent nextStep currentStage { id name percent } contact { name }
    stages { edges { node { id name percent state } } } }
  change { id kind at percent note } } }`;

export async function furnish(
  { platform }: Installation,
  { boards, links }: { boards: number; links: number },
): Promise<Furniture> {
  const { command } = platform.services;
  const staff = await command((tx) => createStaffMember(tx, { name: 'Li Wei', roles: ['agent'] }));
  const customer = await command((tx) => createCustomer(tx, { name: 'Ada' }));
  const stages = ['Confirmed', 'Made', 'Fitted'].map((text) => ({
    name: [{ locale: 'en', text }],
    owner: [{ locale: 'en', text: 'Workshop' }],
    expectedDuration: 'P3D',
    isKey: false,
  }));
  const template = { key: 'repair', name: [{ locale: 'en', text: 'Repair' }], stages };
  await command((tx) => createBoardTemplate(tx, template));
  const title = [{ locale: 'en', text: 'Your lift' }];
  const ids = await command(async (tx) => {
    const made: string[] = [];
    for (let i = 0; i < boards; i++) {
      const { board } = await createBoard(tx, { customerId: customer.id, templateKey: 'repair', title });
      made.push(board.id);
    }
    return made;
  });
  const expiresAt = new Date(Date.now() + 3_600_000);
  const shared = await command(async (tx) => {
    const made: string[] = [];
    for (let i = 0; i < links; i++)
      made.push((await createShareLink(tx, { subject: ids[0]!, mode: 'READ', expiresAt })).id);
    return made;
  });
  const tokens: string[] = [];
  for (const id of shared) tokens.push((await platform.services.shareLinkToken(id))!);
  return {
    token: await platform.tokens.mint({ kind: 'staff', id: staff.id, expiresIn: 3_600 }),
    boards: ids,
    links: tokens,
  };
}
