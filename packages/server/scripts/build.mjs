import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { swcOptions } from './swc-options.mjs';

/** What each `dist` was built from; it lies beside what it describes, so that both go together. */
const MANIFEST = '.built.json';
const { version } = createRequire(import.meta.url)('@swc/core/package.json');
/** Another compiler or another setting makes everything new. */
const SETTINGS = JSON.stringify({ version, swcOptions });

/** A source that does not compile, with the place. */
export class BuildError extends Error {}

/**
 * Brings every `dist` up to date with its `src`: transforms changed TypeScript, copies other files, and
 * removes what no longer has a source. Answers how many files it wrote.
 */
export async function build(root) {
  const packages = globSync('{packages,plugins,examples}/*/src', { cwd: root });
  const counts = await Promise.all(packages.map((source) => buildPackage(join(root, dirname(source)))));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function buildPackage(folder) {
  const source = join(folder, 'src');
  const dist = join(folder, 'dist');
  const before = readManifest(dist);
  const files = {};
  const changed = [];
  for (const name of globSync('**/*', { cwd: source, withFileTypes: true })
    .filter(isBuilt)
    .map(pathIn(source))) {
    const { mtimeMs, size } = statSync(join(source, name));
    files[name] = `${mtimeMs} ${size}`;
    if (before.files[name] !== files[name] || !existsSync(join(dist, outputOf(name)))) changed.push(name);
  }
  const gone = Object.keys(before.files).filter((name) => !(name in files));
  for (const name of gone) for (const output of outputsOf(name)) rmSync(join(dist, output), { force: true });
  await Promise.all(changed.map((name) => buildFile(source, dist, name)));
  if (changed.length + gone.length > 0)
    replace(join(dist, MANIFEST), JSON.stringify({ settings: SETTINGS, files }));
  return changed.length;
}

function readManifest(dist) {
  try {
    const manifest = JSON.parse(readFileSync(join(dist, MANIFEST), 'utf8'));
    if (manifest.settings === SETTINGS) return manifest;
  } catch {
    // Never built, or half built: everything is new.
  }
  rmSync(dist, { recursive: true, force: true });
  return { files: {} };
}

function isBuilt(entry) {
  return entry.isFile() && !/(\.test|\.d)\.ts$/.test(entry.name);
}

function pathIn(source) {
  return (entry) => relative(source, join(entry.parentPath, entry.name));
}

function outputOf(name) {
  return name.replace(/\.ts$/, '.js');
}

function outputsOf(name) {
  const output = outputOf(name);
  return output === name ? [name] : [output, `${output}.map`];
}

async function buildFile(source, dist, name) {
  const text = readFileSync(join(source, name));
  const output = join(dist, outputOf(name));
  mkdirSync(dirname(output), { recursive: true });
  if (outputOf(name) === name) return replace(output, text);
  // Loaded only when something changed: a warm start does without the compiler.
  const { transform } = await import('@swc/core');
  const { code, map } = await transform(text.toString(), {
    ...swcOptions,
    filename: join(source, name),
    sourceFileName: relative(dirname(output), join(source, name)),
    sourceMaps: true,
  }).catch((error) => {
    // Behind the place stands the compiler's own stack.
    throw new BuildError(
      `${join(source, name)} does not compile:\n${error.message.split('\n\nCaused by')[0]}`,
    );
  });
  replace(`${output}.map`, map);
  replace(output, `${code}//# sourceMappingURL=${basename(output)}.map\n`);
}

/** Two builds may run at once; whoever reads sees a whole file. */
function replace(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
