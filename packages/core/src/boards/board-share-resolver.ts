import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow, ShareLinkRecord } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import * as shares from './board-share-service.js';
import { RevokeBoardShareInput, ShareBoardInput } from './boards-inputs.js';

const ShareBoardPayload = payloadOf('shareBoard', { shareLink: ShareLinkRecord });
const RevokeBoardSharePayload = payloadOf('revokeBoardShare', { shareLink: ShareLinkRecord });

@Resolver()
export class BoardShareResolver {
  @Mutation(() => ShareBoardPayload, {
    nullable: true,
    description:
      'Makes a link with which anybody may see and watch one board, without the customer’s data, until it expires.',
  })
  @Allow('boards:write')
  async shareBoard(
    @Arg('input', () => ShareBoardInput) input: ShareBoardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { shareLink: await shares.shareBoard(tx, input) };
  }

  @Mutation(() => RevokeBoardSharePayload, {
    nullable: true,
    description: 'Ends a link to a board. Whoever watches with it is sent away at once.',
  })
  @Allow('boards:write')
  async revokeBoardShare(
    @Arg('input', () => RevokeBoardShareInput) input: RevokeBoardShareInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { shareLink: await shares.revokeBoardShare(tx, input) };
  }
}
