import { BoundedMap } from '@candor/kernel/bounded-map';
import { StageState } from './board-stage.js';

/** What progress is counted from: one stage of a board, changed in place. */
export interface StageProgress {
  readonly position: number;
  /** ISO 8601. */
  readonly expectedDuration: string;
  percent: number;
  state: StageState;
  startedAt: Date | null;
  finishedAt: Date | null;
  expectedAt: Date | null;
}

/** What of a stage tells how far the whole is. */
export type StageFacts = Readonly<Pick<StageProgress, (typeof STAGE_FACTS)[number]>>;
export const STAGE_FACTS = ['position', 'expectedDuration', 'percent', 'state', 'expectedAt'] as const;

/**
 * How much of the whole is done: the mean of the stages' percentages, weighted by their expected
 * durations. Rounded down, so that 100 means that nothing is left; skipped stages do not count.
 */
export function overallPercent(stages: readonly StageFacts[]): number {
  const counted = stages.filter((stage) => stage.state !== StageState.SKIPPED);
  const weights = counted.map((stage) => seconds(stage.expectedDuration));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return 0;
  const done = counted.reduce((sum, stage, index) => sum + stage.percent * weights[index]!, 0);
  return Math.floor(done / whole);
}

/** Begins with the first stage and expects each of the others when those before it are over. */
export function begin(stages: readonly StageProgress[], now: Date): void {
  const [first] = stages;
  if (!first) return;
  first.state = StageState.CURRENT;
  first.startedAt = now;
  plan(stages, now);
}

/**
 * Moves the work to a stage. On the way forward the one that was current is done, and those in between
 * that never began are skipped; on the way back the later ones are open again. Answers whether it moved.
 */
export function moveTo(stages: readonly StageProgress[], target: StageProgress, now: Date): boolean {
  if (target.state === StageState.CURRENT) return false;
  for (const stage of stages) {
    if (stage.position < target.position) close(stage, now);
    else reopen(stage);
  }
  target.state = StageState.CURRENT;
  target.startedAt = now;
  plan(stages, now);
  return true;
}

/** All is done: the current stage is finished, those that never began are skipped. */
export function finish(stages: readonly StageProgress[], now: Date): void {
  for (const stage of stages) close(stage, now);
}

/** The instant that lies an ISO 8601 duration behind another; days are counted in UTC. */
export function after(instant: Date, duration: string): Date {
  const from = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  return new Date(from.add(duration).epochMilliseconds);
}

/** Whether a text is a duration that time passes in: ISO 8601, longer than nothing, at most ten years. */
export function isDuration(text: string): boolean {
  try {
    const length = seconds(text);
    return length > 0 && length <= TEN_YEARS;
  } catch {
    return false;
  }
}

const TEN_YEARS = 10 * 366 * 24 * 3_600;
/** Months and years have a length only from somewhere on; it weighs the stages of all boards alike. */
const SOMEWHERE = Temporal.PlainDate.from('2026-01-01');

/** Processes share few durations, and every post counts with those of its board. */
const lengths = new BoundedMap<string, number>(1_000);

function seconds(duration: string): number {
  let length = lengths.get(duration);
  if (length === undefined) {
    length = Temporal.Duration.from(duration).total({ unit: 'seconds', relativeTo: SOMEWHERE });
    lengths.set(duration, length);
  }
  return length;
}

function close(stage: StageProgress, now: Date): void {
  if (stage.state === StageState.CURRENT) {
    stage.state = StageState.DONE;
    stage.percent = 100;
    stage.finishedAt = now;
  } else if (stage.state === StageState.PENDING) {
    stage.state = StageState.SKIPPED;
    stage.expectedAt = null;
  }
}

function reopen(stage: StageProgress): void {
  stage.state = StageState.PENDING;
  stage.percent = 0;
  stage.startedAt = null;
  stage.finishedAt = null;
}

function plan(stages: readonly StageProgress[], from: Date): void {
  let end = from;
  for (const stage of stages) {
    if (stage.state !== StageState.CURRENT && stage.state !== StageState.PENDING) continue;
    end = after(end, stage.expectedDuration);
    stage.expectedAt = end;
  }
}
