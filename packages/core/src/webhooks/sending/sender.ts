import type { Services } from '@candor/kernel';
import type { Outside } from './outside.js';
import { type Dispatch, Shift } from './shift.js';

/**
 * Sends what is due. All sending of a process is done by one job at a time, which waits for many targets at once:
 * targets, however slow, take one place among the jobs and not all. Other jobs that ask for it only wake that one.
 */
export class Sender {
  #shift: Shift | undefined;

  constructor(private readonly outside: Outside) {}

  async work(services: Services, signal: AbortSignal, dispatch: Dispatch): Promise<void> {
    if (this.#shift?.ask()) return;
    this.#shift = new Shift({ services, outside: this.outside, signal, dispatch });
    await this.#shift.run();
  }
}
