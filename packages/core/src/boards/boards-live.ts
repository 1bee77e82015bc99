import type { PluginApi } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import { LiveEvent } from '@candor/kernel/live';
import { Field, ObjectType } from 'type-graphql';
import { BoardChange } from './board-change.js';
import { streamOf } from './board-record.js';
import { ProgressBoard } from './progress-board.js';

/** One event of a board that is watched. */
@ObjectType({ description: 'What happened on a board that is watched, and how the board is now.' })
class BoardProgressEvent extends LiveEvent {
  @Field(() => ProgressBoard, {
    nullable: true,
    description:
      'The board as it is at delivery, which may be later than the change; null once it is archived.',
  })
  board?: ProgressBoard | null;

  @Field(() => BoardChange, {
    nullable: true,
    description: 'The change with its own facts, as they were then; null in a snapshot and a refetch.',
  })
  change?: BoardChange | null;
}

export function boardsLive(api: PluginApi): void {
  api.live('boardProgress', {
    description:
      'Watches a board: first how it is, then every change in order. Whoever may read the board may watch it.',
    payload: BoardProgressEvent,
    args: '"""The board."""\nboard: ID!',
    stream: ({ board }) => (uuidOf('board', String(board)) ? streamOf(String(board)) : null),
    allow: ({ board }, context) => context.sees(ProgressBoard, String(board)),
    load: ({ board }, facts) => ({ board, change: facts?.['change'] ?? null }),
  });
}
