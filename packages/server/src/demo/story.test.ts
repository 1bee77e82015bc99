import { describe, expect, it } from '@jest/globals';
import { type DemoBoard, nextPost } from './story.js';

const STAGES = [1, 2, 3, 4, 5].map((position) => ({ id: `stage_${position}`, position }));

function at(position: number, percent: number, reachedAt: string | null = null): DemoBoard {
  const milestones = [1, 2, 5].map((one) => ({ id: `milestone_${one}`, position: one, reachedAt }));
  return { currentStage: { position, percent }, stages: STAGES, milestones };
}

describe('the story of the demo', () => {
  it.each([
    ['goes on with the interface design', at(2, 80), 'stage_2', 85, []],
    ['reaches the milestone at the end of a stage', at(2, 95), 'stage_2', 100, ['milestone_2']],
    ['does not reach a milestone twice', at(2, 95, '2026-03-02T09:00:00Z'), 'stage_2', 100, []],
    ['begins with the development when the design is done', at(2, 100), 'stage_3', 0, []],
    ['ends with the acceptance', at(5, 50), 'stage_5', 100, ['milestone_5']],
    ['catches up with the story when somebody else has moved the board', at(1, 100), 'stage_2', 80, []],
  ])('%s', (_, board, stageId, percent, milestonesReached) => {
    expect(nextPost(board)).toMatchObject({ stageId, percent, milestonesReached });
    expect(nextPost(board)).not.toHaveProperty('note');
  });

  it('starts over at 80 %, and says so, because less than before needs a note', () => {
    const post = nextPost(at(5, 100));
    expect(post).toMatchObject({ stageId: 'stage_2', percent: 80 });
    expect(post.note).toContainEqual({ locale: 'en', text: 'The demonstration starts over.' });
  });

  it('comes back to where it began', () => {
    let board = at(2, 80);
    let steps = 0;
    do {
      const { stageId, percent } = nextPost(board);
      board = at(STAGES.find(({ id }) => id === stageId)!.position, percent);
      steps += 1;
    } while (board.currentStage?.position !== 2 || board.currentStage.percent !== 80);
    expect(steps).toBe(25);
  });
});
