/** The demo's board, as far as the story has to know it. */
export interface DemoBoard {
  readonly currentStage: { readonly position: number; readonly percent: number } | null;
  readonly stages: ReadonlyArray<{ readonly id: string; readonly position: number }>;
  readonly milestones: ReadonlyArray<{
    readonly id: string;
    readonly position: number;
    readonly reachedAt: string | null;
  }>;
}

/** Fields of `PostProgressInput`. */
export interface Post {
  readonly stageId: string;
  readonly percent: number;
  readonly nextStep: Texts;
  readonly nextStepExpectedIn: string;
  readonly note?: Texts;
  readonly milestonesReached: readonly string[];
}

type Texts = ReadonlyArray<{ readonly locale: string; readonly text: string }>;

interface Chapter {
  /** The position of the stage. */
  readonly position: number;
  readonly from: number;
  readonly by: number;
  readonly nextStep: Texts;
  readonly expectedIn: string;
}

/** From the interface design, of which 80 % are done, to the acceptance. */
const STORY: readonly Chapter[] = [
  { position: 2, from: 80, by: 5, nextStep: texts('Development', '进入开发阶段'), expectedIn: 'P3D' },
  { position: 3, from: 0, by: 10, nextStep: texts('Testing', '进入测试阶段'), expectedIn: 'P20D' },
  { position: 4, from: 0, by: 20, nextStep: texts('Acceptance with you', '由您参与验收'), expectedIn: 'P7D' },
  { position: 5, from: 0, by: 50, nextStep: texts('Hand-over of the app', '交付应用'), expectedIn: 'P3D' },
];

const AGAIN = texts('The demonstration starts over.', '演示重新开始。');

/** What happens next on the demo's board; after the end it starts over. */
export function nextPost({ currentStage, stages, milestones }: DemoBoard): Post {
  const at = STORY.findIndex(({ position }) => position === currentStage?.position);
  const chapter = STORY[at];
  const isOver = chapter === undefined || currentStage!.percent >= 100;
  const next = isOver ? (STORY[at + 1] ?? STORY[0]!) : chapter;
  const percent = isOver ? next.from : Math.min(100, currentStage!.percent + next.by);
  const stage = stages.find(({ position }) => position === next.position);
  if (!stage) throw new Error(`The demo's board has no stage ${next.position}.`);
  const startsOver = isOver && currentStage !== null && next.position <= currentStage.position;
  return {
    stageId: stage.id,
    percent,
    nextStep: next.nextStep,
    nextStepExpectedIn: next.expectedIn,
    ...(startsOver && { note: AGAIN }),
    milestonesReached: milestones
      .filter(
        ({ position, reachedAt }) => percent === 100 && position === next.position && reachedAt === null,
      )
      .map(({ id }) => id),
  };
}

function texts(en: string, zh: string): Texts {
  return [
    { locale: 'en', text: en },
    { locale: 'zh-CN', text: zh },
  ];
}
