import { Loop } from '@candor/kernel/jobs';
import { lastRestoreDrill, noteRestoreDrill, restoreDrills } from '@candor/kernel/oversight';
import { Notice } from '../notice.js';
import { AnotherDrill, type DrillOptions, drill } from './drill.js';
import { newestBackup, SUFFIX } from './newest.js';

export interface RegularDrillsOptions extends Omit<DrillOptions, 'file' | 'signal' | 'onProgress'> {
  readonly folder: string;
  /** Days after which the next one is due. */
  readonly every: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Milliseconds that a drill which is ended at the end of its process may take to clean up. */
const STOP_WITHIN = 5_000;

/**
 * Tries now and then whether the newest backup of a folder can be restored. When that was tried last is asked of the
 * database, so that any number of workers take turns; one that failed is tried again a day later.
 */
export class RegularDrills {
  readonly #options: RegularDrillsOptions;
  readonly #loop: Loop;
  readonly #stopping = new AbortController();

  constructor(options: RegularDrillsOptions) {
    this.#options = options;
    const { logger } = options.kernel;
    this.#loop = new Loop(
      async () => void (await this.pass()),
      HOUR,
      (error) => logger.error({ err: error }, 'restore drills are in trouble'),
    );
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const late = AbortSignal.timeout(STOP_WITHIN);
    const over = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
    await Promise.race([this.#loop.stop(), over]);
  }

  /** Restores the newest backup for a trial, if that is due; says whether it was. What went wrong is noted and logged. */
  async pass(): Promise<boolean> {
    const { kernel, folder } = this.#options;
    if (!(await this.#isDue())) return false;
    const { signal } = this.#stopping;
    try {
      const found = await newestBackup(folder);
      if (!found) throw new Notice(`There is no file *${SUFFIX} in ${folder}.`);
      const { tables, rows, at } = await drill({ ...this.#options, file: found.file, signal });
      kernel.logger.info({ tables, rows, backupAt: at }, 'a backup was restored for a trial');
    } catch (error) {
      if (signal.aborted || error instanceof AnotherDrill) return false;
      kernel.logger.error({ err: error }, 'no backup could be restored for a trial');
      await this.#note(error);
    }
    return true;
  }

  async #isDue(): Promise<boolean> {
    const { kernel, every } = this.#options;
    const now = kernel.services.now().getTime();
    const [[last], whole] = await Promise.all([
      restoreDrills(kernel.services, 1),
      lastRestoreDrill(kernel.services),
    ]);
    if (last && now < Date.parse(last.at) + DAY) return false;
    return !whole || now >= Date.parse(whole.at) + every * DAY;
  }

  /** A drill has noted itself; what kept it from beginning has not. */
  async #note(error: unknown): Promise<void> {
    const { services } = this.#options.kernel;
    if (!(await this.#isDue())) return;
    const problem = error instanceof Error ? error.message : String(error);
    const nothing = { backupAt: null, seconds: 0, tables: 0, rows: 0 };
    await services.command((tx) => noteRestoreDrill(tx, { ...nothing, problem }));
  }
}
