import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Notice } from './notice.js';

/** Beside candor.config.ts: what `candor plugin enable` and `disable` change, so that nobody edits code for it. */
const FILE = 'candor.plugins.json';

const Switches = z.strictObject({
  /** Plugins that run although candor.config.ts does not name them. */
  enabled: z.array(z.string()).default([]),
  /** Plugins that do not run although it does. */
  disabled: z.array(z.string()).default([]),
});

type Switches = z.output<typeof Switches>;

/** Throws a notice where the file is there but is not what the command writes. */
export function readSwitches(root: string): Switches {
  let text: string;
  try {
    text = readFileSync(join(root, FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { enabled: [], disabled: [] };
    throw error;
  }
  try {
    return Switches.parse(JSON.parse(text));
  } catch {
    throw new Notice(
      `${FILE} must be { "enabled": [names], "disabled": [names] }; delete it to go by candor.config.ts.`,
    );
  }
}

/** The plugins that run, in the order in which the configuration and then the switches name them. */
export function switchedOn(configured: readonly string[], { enabled, disabled }: Switches): string[] {
  const all = [...new Set([...configured, ...enabled])];
  return all.filter((name) => !disabled.includes(name));
}

/** Turns a plugin on or off from the next start; answers whether that changes anything. */
export function switchPlugin(
  root: string,
  configured: readonly string[],
  name: string,
  isOn: boolean,
): boolean {
  const before = readSwitches(root);
  if (switchedOn(configured, before).includes(name) === isOn) return false;
  const without = (names: readonly string[]) => names.filter((one) => one !== name);
  const next: Switches = { enabled: without(before.enabled), disabled: without(before.disabled) };
  if (isOn && !configured.includes(name)) next.enabled.push(name);
  if (!isOn && configured.includes(name)) next.disabled.push(name);
  writeFileSync(join(root, FILE), `${JSON.stringify(next, null, 2)}\n`);
  return true;
}
