import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, on every machine that Node runs on. */
const TICKS = 100;

interface Times {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of its own, and of children of its that have ended. */
  readonly seconds: number;
}

/** Seconds of processor time that a process, its threads and all processes below it have taken so far. */
export function cpuSeconds(pid: number): number {
  const all = everything();
  const below = (parent: number): number =>
    all.filter((one) => one.parent === parent).reduce((sum, one) => sum + one.seconds + below(one.pid), 0);
  return (all.find((one) => one.pid === pid)?.seconds ?? 0) + below(pid);
}

function everything(): Times[] {
  // Bare Linux containers have no `ps`, other systems no `/proc`.
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc(): Times[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const fields = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        // After the state: parent at 1; user and system time of its own and of ended children from 11 on.
        const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
        return [{ pid: Number(pid), parent: fields[1]!, seconds: ticks / TICKS }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

function fromPs(): Times[] {
  return execFileSync('ps', ['-axo', 'pid=,ppid=,time='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, time = ''] = line.trim().split(/\s+/);
      const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
      return { pid: Number(pid), parent: Number(parent), seconds };
    });
}
