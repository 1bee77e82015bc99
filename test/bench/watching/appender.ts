import { setTimeout as pause } from 'node:timers/promises';
import { idOf, uuidOf } from '@candor/kernel/database';
import { append } from '@candor/kernel/live';
import type { Installation } from '../installation.js';
import { now } from './crowd.js';

export interface Pace {
  readonly seconds: number;
  /** Entries a second. */
  readonly rate: number;
  /** Milliseconds between two batches. */
  readonly every: number;
}

/** Appends to the streams of boards from beside the server, and wakes it as any process of the platform does. */
export class Appender {
  static async on(installation: Installation, boards: readonly string[]): Promise<Appender> {
    const { services } = installation.platform;
    const streams = boards.map((board) => `board:${board}`);
    const rows = await services.query<{ name: string; head: number }>(
      'select name, head from kernel_stream where name = any($1)',
      [streams],
    );
    // What happened is told again and again: it is as much work to read as something new.
    const changes = await services.query<{ id: string; board: string }>(
      'select id, board_id as board from boards_change where board_id = any($1)',
      [boards.map((board) => uuidOf('board', board))],
    );
    const changeOf = new Map(changes.map(({ id, board }) => [board, idOf('board_change', id)]));
    return new Appender(
      installation,
      streams,
      boards.map((board) => changeOf.get(uuidOf('board', board)!)!),
      new Map(rows.map(({ name, head }) => [name, head])),
    );
  }

  #next = 0;

  private constructor(
    private readonly installation: Installation,
    private readonly streams: readonly string[],
    private readonly changes: readonly string[],
    private readonly heads: Map<string, number>,
  ) {}

  /** One entry each for these streams, by their numbers. Answers when they were committed. */
  async append(subjects: readonly number[]): Promise<number> {
    await this.installation.platform.services.command(async (tx) => {
      for (const subject of subjects)
        append(tx, this.streams[subject]!, 'PROGRESS', { change: this.changes[subject] });
    });
    return now();
  }

  /** Answers when each entry was committed, by the number of its stream and its own. */
  async run({ seconds, rate, every }: Pace): Promise<(subject: number, offset: number) => number> {
    const batch = Math.round((rate * every) / 1_000);
    const batches = (seconds * rate) / batch;
    const committed = new Map<string, number>();
    const start = now();
    for (let n = 0; n < batches; n++) {
      const wait = start + n * every - now();
      if (wait >= 1) await pause(wait);
      const chosen = Array.from({ length: batch }, () => this.#next++ % this.streams.length);
      const at = await this.append(chosen);
      for (const subject of chosen) {
        const stream = this.streams[subject]!;
        const head = (this.heads.get(stream) ?? 0) + 1;
        this.heads.set(stream, head);
        committed.set(`${subject} ${head}`, at);
      }
    }
    return (subject, offset) => committed.get(`${subject} ${offset}`)!;
  }
}
