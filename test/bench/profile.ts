import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }>;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const ROWS = 25;
const IDLE = new Set(['(idle)', '(root)']);

/** Node's flags for a process that is to be looked into; it writes its profile into the folder when it ends. */
export function profiling(folder: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
}

/** Where the time of a profiled process went: shares of what was not idle, by room and by function. */
export function profileOf(folder: string): string {
  const [file] = globSync('*.cpuprofile', { cwd: folder });
  if (file === undefined) throw new Error('the process wrote no profile');
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const rooms = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of profile.samples.entries()) {
    const { functionName, url, lineNumber } = frames.get(id)!;
    if (IDLE.has(functionName)) continue;
    const time = profile.timeDeltas[index]!;
    busy += time;
    add(rooms, url === '' ? functionName || '(native)' : roomOf(url), time);
    add(functions, `${functionName || '(anonymous)'} ${fileOf(url)}:${lineNumber + 1}`, time);
  }
  const table = (times: Map<string, number>) =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, ROWS)
      .map(([name, time]) => `${((100 * time) / busy).toFixed(1).padStart(6)} %  ${name}`)
      .join('\n');
  return `${table(rooms)}\n\n${table(functions)}\n`;
}

function add(times: Map<string, number>, key: string, time: number): void {
  times.set(key, (times.get(key) ?? 0) + time);
}

/** A room of ours, a package of others, or a part of Node. */
function roomOf(url: string): string {
  const ours = /\/(packages\/[^/]+|plugins\/[^/]+)\/dist\/([^/]+)/.exec(url);
  if (ours) return `${ours[1]}/${ours[2]}`;
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url;
}

function fileOf(url: string): string {
  return url.split('/').slice(-2).join('/');
}
