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
import { pathToFileURL } from 'node:url';
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
  const folders = globSync('{packages,plugins,examples}/*/src', { cwd: root }).map(dirname);
  const counts = await Promise.all(
    folders.map((folder) =>
      isPage(join(root, folder)) ? buildPage(root, join(root, folder)) : buildPackage(join(root, folder)),
    ),
  );
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

/** What a browser loads is bundled, not transformed file by file. */
function isPage(folder) {
  return existsSync(join(folder, 'vite.config.ts'));
}

/** Bundles a page anew when anything in it, or in the client that it is built on, has changed. */
async function buildPage(root, folder) {
  const dist = join(folder, 'dist');
  const inputs = ['index.html', 'vite.config.ts', 'package.json', 'src/**/*'].map((path) =>
    join(relative(root, folder), path),
  );
  const files = Object.fromEntries(
    globSync([...inputs, 'packages/client/src/**/*', 'pnpm-lock.yaml'], { cwd: root, withFileTypes: true })
      .filter(isBuilt)
      .map((entry) => {
        const { mtimeMs, size } = statSync(join(entry.parentPath, entry.name));
        return [pathIn(root)(entry), `${mtimeMs} ${size}`];
      }),
  );
  if (JSON.stringify(readManifest(dist).files) === JSON.stringify(files)) return 0;
  const load = createRequire(join(folder, 'package.json'));
  const { build: bundle } = await import(pathToFileURL(load.resolve('vite')).href);
  // Beside the old one until it is whole: a platform may be serving that.
  const draft = join(folder, 'node_modules', `.dist-${process.pid}`);
  const { NODE_ENV } = process.env;
  try {
    await bundle({ root: folder, logLevel: 'warn', build: { outDir: draft, emptyOutDir: true } });
  } catch (error) {
    throw new BuildError(`${folder} does not compile:\n${error.message}`);
  } finally {
    // It sets this for the page, and what is started later would take itself to be in production.
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
  writeFileSync(join(draft, MANIFEST), JSON.stringify({ settings: SETTINGS, files }));
  rmSync(dist, { recursive: true, force: true });
  renameSync(draft, dist);
  return Object.keys(files).length;
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
