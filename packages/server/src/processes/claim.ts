import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processTable } from './process-table.js';

/** What a claim file says: whose it is, and whatever the holder wants others to know. */
export interface Holder<Note> {
  readonly pid: number;
  readonly identity: string;
  readonly note: Note;
}

/**
 * A file that says which live process something belongs to. It needs no clean-up: a claim whose process is
 * gone, however it died, is free.
 */
export class Claim<Note> {
  readonly #me = { pid: process.pid, identity: processTable.identityOf(process.pid) ?? randomUUID() };
  #isHeld = false;

  constructor(readonly file: string) {}

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Takes the claim unless another live process holds it. Answers whether it is ours. */
  take(note: Note): boolean {
    if (this.#isHeld) return true;
    const draft = this.#draft(note);
    try {
      // A link is made by one of two that try at once, and never seen half written.
      for (let attempt = 0; attempt < 3 && !this.#isHeld; attempt++) {
        if (this.#link(draft)) this.#isHeld = true;
        else if (this.holder()) return false;
        else this.#clear();
      }
    } finally {
      rmSync(draft, { force: true });
    }
    return this.#isHeld;
  }

  /** Tells others something new. Only for the holder. */
  update(note: Note): void {
    if (this.#isHeld) renameSync(this.#draft(note), this.file);
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    rmSync(this.file, { force: true });
  }

  /** The live process that holds the claim, this one included. */
  holder(): Holder<Note> | undefined {
    const last = this.lastHolder();
    return last && processTable.identityOf(last.pid) === last.identity ? last : undefined;
  }

  /** Who wrote the claim, dead or alive: what a killed process left behind can be found by it. */
  lastHolder(): Holder<Note> | undefined {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Holder<Note>;
    } catch {
      return undefined;
    }
  }

  #draft(note: Note): string {
    const draft = `${this.file}.${process.pid}.${randomUUID().slice(0, 8)}`;
    writeFileSync(draft, JSON.stringify({ ...this.#me, note }), { mode: 0o600 });
    return draft;
  }

  #link(draft: string): boolean {
    try {
      linkSync(draft, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    }
  }

  /** Moves a dead claim aside before deleting it, so that a claim taken in between is put back, not lost. */
  #clear(): void {
    const aside = `${this.file}.${process.pid}.dead`;
    try {
      renameSync(this.file, aside);
    } catch {
      return;
    }
    const moved = new Claim<Note>(aside).holder();
    if (moved) this.#link(aside);
    rmSync(aside, { force: true });
  }
}
