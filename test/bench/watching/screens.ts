import type { Asked, Told } from './crowd.js';
import { Screen } from './screen.js';

/** How many connect at a time. */
const AT_ONCE = 32;

/** A process full of screens: it opens them, and takes down when each message came. */
const groups = new Map<string, Group>();

class Group {
  readonly screens: Screen[] = [];
  /** Triples of what is watched, the number of the message, and the millisecond it came. */
  arrivals: number[] = [];
  gaps = 0;
  sample = '';

  open(subject: number, opening: ConstructorParameters<typeof Screen>[0]): Screen {
    let last: number | undefined;
    const screen = new Screen(opening, (offset, text) => {
      const at = now();
      if (last !== undefined && offset !== last + 1) this.gaps++;
      last = offset;
      this.arrivals.push(subject, offset, at);
      if (this.sample === '') this.sample = text.toString();
    });
    this.screens.push(screen);
    return screen;
  }
}

/** Milliseconds on the clock that all processes of a machine share. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

async function answer(asked: Asked): Promise<Told> {
  const group = groups.get(asked.group) ?? new Group();
  groups.set(asked.group, group);
  switch (asked.what) {
    case 'open': {
      const waiting = asked.openings.values();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const { subject, ...opening } of waiting) await group.open(subject, opening).begun;
        }),
      );
      return { open: group.screens.length, sample: group.sample };
    }
    case 'count':
      return {
        open: group.screens.filter(({ isOpen }) => isOpen).length,
        arrived: group.arrivals.length / 3,
      };
    case 'collect': {
      const arrivals = Float64Array.from(group.arrivals);
      const { gaps, sample } = group;
      group.arrivals = [];
      group.sample = '';
      group.gaps = 0;
      return { arrivals, gaps, sample };
    }
    case 'close':
      for (const screen of group.screens) screen.close();
      groups.delete(asked.group);
      return {};
  }
}

process.on('message', async (asked: Asked) => {
  try {
    process.send!(await answer(asked));
  } catch (error) {
    process.send!({ error: String(error) });
  }
});
process.on('disconnect', () => process.exit());
