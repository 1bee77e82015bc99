import type { Tx } from '@candor/kernel/database';
import { textsOf, UserError, UserErrors } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { BoardTemplate } from './board-template.js';
import type { CreateBoardTemplateInput } from './boards-inputs.js';
import { TemplateStage } from './template-stage.js';

/** Writes a process, or its next edition. Locks the key, so that its editions follow each other. */
export async function createBoardTemplate(tx: Tx, input: CreateBoardTemplateInput): Promise<BoardTemplate> {
  refuseKeysWithoutMilestone(input);
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('boards_template ' || $1, 0))`, [input.key]);
  const before = await currentTemplate(tx, input.key);
  if (before) before.isCurrent = false;
  const edition = (before?.edition ?? 0) + 1;
  const { key, name } = input;
  const template = tx.em.create(BoardTemplate, { key, edition, name: textsOf(name) }, { partial: true });
  input.stages.forEach((stage, index) => {
    tx.em.create(
      TemplateStage,
      {
        template,
        position: index + 1,
        name: textsOf(stage.name),
        owner: textsOf(stage.owner),
        expectedDuration: stage.expectedDuration,
        customerPart: stage.customerPart ? textsOf(stage.customerPart) : null,
        milestone: stage.milestone ? textsOf(stage.milestone) : null,
        isKey: stage.isKey,
      },
      { partial: true },
    );
  });
  audit(tx, { action: 'boardTemplate.create', subject: template.id, after: { key, edition } });
  return template;
}

/** The edition that new boards are made from, or null for an unknown key. */
export function currentTemplate(tx: Tx, key: string): Promise<BoardTemplate | null> {
  return tx.em.findOne(BoardTemplate, { key, isCurrent: true });
}

function refuseKeysWithoutMilestone({ stages }: CreateBoardTemplateInput): void {
  const wrong = stages.flatMap((stage, index) =>
    stage.isKey && !stage.milestone
      ? [
          new UserError(
            'INVALID',
            ['stages', String(index), 'isKey'],
            'A key stage needs a milestone: name it.',
          ),
        ]
      : [],
  );
  if (wrong.length > 0) throw new UserErrors(wrong);
}
