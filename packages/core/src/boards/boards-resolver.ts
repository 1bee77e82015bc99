import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { BoardChange } from './board-change.js';
import { BoardTemplate } from './board-template.js';
import {
  ArchiveBoardInput,
  CreateBoardInput,
  CreateBoardTemplateInput,
  FinishBoardInput,
  HoldBoardInput,
  PostProgressInput,
  ReachMilestoneInput,
  ResumeBoardInput,
} from './boards-inputs.js';
import * as boards from './boards-service.js';
import { Milestone } from './milestone.js';
import { ProgressBoard } from './progress-board.js';
import * as progress from './progress-service.js';
import * as templates from './template-service.js';

const BOARD = { board: ProgressBoard, change: BoardChange };
const CreateBoardTemplatePayload = payloadOf('createBoardTemplate', { boardTemplate: BoardTemplate });
const CreateBoardPayload = payloadOf('createBoard', BOARD);
const PostProgressPayload = payloadOf('postProgress', BOARD);
const ReachMilestonePayload = payloadOf('reachMilestone', { ...BOARD, milestone: Milestone });
const HoldBoardPayload = payloadOf('holdBoard', BOARD);
const ResumeBoardPayload = payloadOf('resumeBoard', BOARD);
const FinishBoardPayload = payloadOf('finishBoard', BOARD);
const ArchiveBoardPayload = payloadOf('archiveBoard', {
  board: {
    type: ProgressBoard,
    description: 'The board as it is, after a CONFLICT; null once it is archived.',
  },
  archivedBoardId: {
    type: ID,
    description: 'The id of the board, which nobody finds any more; null where there are user errors.',
  },
});

@Resolver()
export class BoardsResolver {
  @Mutation(() => CreateBoardTemplatePayload, {
    nullable: true,
    description:
      'Writes a process that boards are made from. With the key of one that is there already it becomes its next edition; running boards keep theirs.',
  })
  @Allow('boards:manage')
  async createBoardTemplate(
    @Arg('input', () => CreateBoardTemplateInput) input: CreateBoardTemplateInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { boardTemplate: (await templates.createBoardTemplate(tx, input)).id };
  }

  @Mutation(() => CreateBoardPayload, {
    nullable: true,
    description:
      'Makes a board for a customer from the newest edition of a process. The first stage begins at once.',
  })
  @Allow('boards:write')
  async createBoard(
    @Arg('input', () => CreateBoardInput) input: CreateBoardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return ids(await boards.createBoard(tx, input));
  }

  @Mutation(() => PostProgressPayload, {
    nullable: true,
    description:
      'Says how far the work is and what comes next. Everybody who watches the board sees it at once.',
  })
  @Allow('boards:write')
  async postProgress(
    @Arg('input', () => PostProgressInput) input: PostProgressInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return ids(await progress.postProgress(tx, input));
  }

  @Mutation(() => ReachMilestonePayload, { nullable: true, description: 'Says that a milestone is reached.' })
  @Allow('boards:write')
  async reachMilestone(
    @Arg('input', () => ReachMilestoneInput) input: ReachMilestoneInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const reached = await progress.reachMilestone(tx, input);
    return { ...ids(reached), milestone: reached.milestone.id };
  }

  @Mutation(() => HoldBoardPayload, {
    nullable: true,
    description: 'Puts work on a board on hold and says why.',
  })
  @Allow('boards:write')
  async holdBoard(@Arg('input', () => HoldBoardInput) input: HoldBoardInput, @Ctx() { tx }: MutationContext) {
    return ids(await boards.holdBoard(tx, input));
  }

  @Mutation(() => ResumeBoardPayload, {
    nullable: true,
    description: 'Lets work on a board go on after a hold.',
  })
  @Allow('boards:write')
  async resumeBoard(
    @Arg('input', () => ResumeBoardInput) input: ResumeBoardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return ids(await boards.resumeBoard(tx, input));
  }

  @Mutation(() => FinishBoardPayload, {
    nullable: true,
    description: 'Says that everything on a board is done. Stages that never began are skipped.',
  })
  @Allow('boards:write')
  async finishBoard(
    @Arg('input', () => FinishBoardInput) input: FinishBoardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return ids(await boards.finishBoard(tx, input));
  }

  @Mutation(() => ArchiveBoardPayload, {
    nullable: true,
    description: 'Puts a board away. Nobody finds it any more; whoever watches it gets a last event.',
  })
  @Allow('boards:manage')
  async archiveBoard(
    @Arg('input', () => ArchiveBoardInput) input: ArchiveBoardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { archivedBoardId: await boards.archiveBoard(tx, input) };
  }
}

function ids({ board, changeId }: boards.BoardAndChange) {
  return { board: board.id, change: changeId };
}
