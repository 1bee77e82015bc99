import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Notice } from './notice.js';

/** A plugin like any other, checked and tested with all the rest: every new one starts as a copy of it. */
const STARTER = 'examples/starter-plugin';
/** What the copy takes along; the rest is built and installed anew. */
const COPIED = ['package.json', 'README.md', 'src/**/*'];
const STARTER_DATE = '20261122';

/** Letters, digits and dashes, beginning with a letter: the name becomes part of types, tables and ids. */
const NAME = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;
/** Tables and indexes carry the name in front, and PostgreSQL cuts names at 63 characters. */
const LONGEST = 24;

/**
 * Writes a working plugin to `plugins/NAME` and answers its files. Throws a notice, and writes nothing, where the
 * name is none, is taken by one of `taken`, or where there is something already.
 */
export function createPlugin(root: string, name: string, taken: readonly string[], now: Date): string[] {
  assertName(name, taken);
  const target = join(root, 'plugins', name);
  if (existsSync(target))
    throw new Notice(
      `plugins/${name} is there already; nothing was written. Take another name, or remove it.`,
    );
  const source = join(root, STARTER);
  const rename = renamer(name, now);
  return COPIED.flatMap((pattern) => globSync(pattern, { cwd: source }))
    .filter((file) => statSync(join(source, file)).isFile())
    .sort()
    .map((file) => {
      const written = join(target, rename(file));
      mkdirSync(dirname(written), { recursive: true });
      writeFileSync(written, rename(readFileSync(join(source, file), 'utf8')), { flag: 'wx' });
      return `plugins/${name}/${rename(file)}`;
    });
}

function assertName(name: string, taken: readonly string[]): void {
  if (!NAME.test(name))
    throw new Notice(
      `"${name}" is no plugin name: use lower-case words of letters and digits with dashes between them, such as spare-parts.`,
    );
  if (name.length > LONGEST)
    throw new Notice(`"${name}" is too long: a plugin's name has at most ${LONGEST} characters.`);
  if (taken.includes(name))
    throw new Notice(`"${name}" is taken: a module of Candor or a plugin is called so.`);
}

/** `starter` as it stands in names of types, fields, tables and files, and the new name in the same forms. */
function renamer(name: string, now: Date): (text: string) => string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const type = words.join('');
  const field = type.charAt(0).toLowerCase() + type.slice(1);
  const today = now.toISOString().slice(0, 10).replaceAll('-', '');
  return (text) =>
    text
      .replaceAll('Starter', type)
      .replaceAll(/starter(?=[A-Z])/g, field)
      .replaceAll(/starter(?=_)/g, name.replaceAll('-', '_'))
      .replaceAll('starter', name)
      .replaceAll(STARTER_DATE, today);
}
