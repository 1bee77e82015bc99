import type { BoardStateFragment } from '@candor/client';
import { Meter } from './meter.js';
import { useSetting } from './setting.js';
import { dayText, durationText } from './times.js';

type Stage = BoardStateFragment['stages']['edges'][number]['node'];
type Milestone = BoardStateFragment['milestones']['edges'][number]['node'];

/** The whole way, stage by stage. */
export function Stages({ board }: { readonly board: BoardStateFragment }) {
  const { texts } = useSetting();
  const milestones = board.milestones.edges.map(({ node }) => node);
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{texts.stages}</h2>
      <ol class="stages">
        {board.stages.edges.map(({ node }) => (
          <StageItem
            key={node.id}
            stage={node}
            milestone={milestones.find(({ position }) => position === node.position)}
          />
        ))}
      </ol>
    </section>
  );
}

function StageItem({
  stage,
  milestone,
}: {
  readonly stage: Stage;
  readonly milestone: Milestone | undefined;
}) {
  const { texts } = useSetting();
  const isCurrent = stage.state === 'CURRENT';
  return (
    <li data-state={stage.state} aria-current={isCurrent ? 'step' : undefined}>
      <h3>
        {stage.name} <span class="badge">{texts.stageStates[stage.state]}</span>
      </h3>
      <p class="quiet">{stage.owner}</p>
      {isCurrent && <Meter percent={stage.percent} label={stage.name} />}
      <StageTimes stage={stage} />
      {stage.customerPart && stage.state !== 'DONE' && (
        <p class="your-part">
          <strong>{texts.yourPart}:</strong> {stage.customerPart}
        </p>
      )}
      {milestone && (
        <p class="milestone" data-reached={milestone.reachedAt !== null}>
          <span aria-hidden="true">{milestone.isKey ? '★' : '◆'}</span> {texts.milestone}: {milestone.name}
          {milestone.reachedAt && ` (${texts.reached})`}
        </p>
      )}
    </li>
  );
}

function StageTimes({ stage }: { readonly stage: Stage }) {
  const { texts, language } = useSetting();
  if (stage.state === 'SKIPPED') return null;
  const usual = `${texts.duration} ${durationText(stage.expectedDuration, language)}`;
  const end = stage.finishedAt
    ? `${texts.finished} ${dayText(stage.finishedAt, language)}`
    : stage.expectedAt && `${texts.until} ${dayText(stage.expectedAt, language)}`;
  return <p class="quiet">{[end, !stage.finishedAt && usual].filter(Boolean).join(' · ')}</p>;
}
